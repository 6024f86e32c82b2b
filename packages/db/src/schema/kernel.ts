import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, jsonb, pgPolicy, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { app, guardOwner, instantNow, purgePolicy, tenantTable, visiblePolicy, xid8 } from './table-kinds.ts';
import { workspace } from './workspaces.ts';

const ofWorkspace = (table: string, workspaceId: unknown) =>
  foreignKey({
    name: `${table}_workspace_id_fkey`,
    columns: [workspaceId as typeof workspace.id],
    foreignColumns: [workspace.id],
  });
const serial = () => bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity();
const xid = () => xid8().notNull().default(sql`pg_current_xact_id()`);

export const change = tenantTable(
  app,
  'change',
  {
    id: serial(),
    xid: xid(),
    topic: text().notNull(),
    entityId: uuid().notNull(),
    conversationId: uuid(),
    /** Whoever may no longer see the conversation, and is told that it is gone. */
    forPerson: uuid(),
    at: instantNow(),
  },
  (t) => [
    visiblePolicy(
      "for_person = (select guard.person_id()) or case when conversation_id is null then topic = 'channel' else app.sees_conversation(workspace_id, conversation_id) end",
    ),
    pgPolicy('guard_sweep', { for: 'all', to: guardOwner, using: sql`true`, withCheck: sql`false` }),
    primaryKey({ name: 'change_pkey', columns: [t.workspaceId, t.id] }),
    ofWorkspace('change', t.workspaceId),
    index('change_cursor').on(t.workspaceId, t.xid, t.id),
    index('change_age').on(t.at),
  ],
);

export const auditEntry = tenantTable(
  app,
  'audit_entry',
  {
    id: serial(),
    actorKind: text().notNull(),
    actorId: text(),
    action: text().notNull(),
    subject: text(),
    detail: jsonb().notNull().default({}),
    requestId: text(),
    at: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'audit_entry_pkey', columns: [t.workspaceId, t.id] }),
    ofWorkspace('audit_entry', t.workspaceId),
  ],
);
