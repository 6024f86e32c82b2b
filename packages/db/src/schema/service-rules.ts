import { sql } from 'drizzle-orm';
import { boolean, check, foreignKey, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { conversation } from './conversations.ts';
import { apartThread, app, instant, instantNow, purgePolicy, tenantTable, visiblePolicy } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** How soon a company answers and resolves; one without a row promises nothing. */
export const serviceRule = tenantTable(
  app,
  'service_rule',
  {
    isOn: boolean().notNull().default(false),
    keepsHours: boolean().notNull().default(true),
    targets: jsonb().notNull().default({}),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'service_rule_pkey', columns: [t.workspaceId] }),
    foreignKey({ name: 'service_rule_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    check('service_rule_targets_check', sql`jsonb_typeof(targets) = 'object'`),
  ],
);

/** What was owed and came late, or not at all: once for each time that it was owed. */
export const serviceBreach = tenantTable(
  app,
  'service_breach',
  {
    conversationId: uuid().notNull(),
    clock: text().notNull(),
    since: instant().notNull(),
    dueAt: instant().notNull(),
    assigneeId: uuid(),
    at: instantNow(),
  },
  (t) => [
    purgePolicy(),
    visiblePolicy('app.sees_conversation(workspace_id, conversation_id)', { shows: apartThread, jobs: true }),
    primaryKey({ name: 'service_breach_pkey', columns: [t.workspaceId, t.conversationId, t.clock, t.since] }),
    foreignKey({
      name: 'service_breach_workspace_id_fkey',
      columns: [t.workspaceId],
      foreignColumns: [workspace.id],
    }),
    foreignKey({
      name: 'service_breach_conversation_fkey',
      columns: [t.workspaceId, t.conversationId],
      foreignColumns: [conversation.workspaceId, conversation.id],
    }).onDelete('cascade'),
    check('service_breach_clock_check', sql`clock in ('first', 'next', 'resolve')`),
  ],
);
