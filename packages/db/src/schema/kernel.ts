import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, inet, jsonb, pgPolicy, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import {
  apartThread,
  app,
  bytea,
  guardOwner,
  guardPolicy,
  instantNow,
  tenantTable,
  visiblePolicy,
  xid8,
} from './table-kinds.ts';
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
      { shows: `(for_person = (select guard.person_id()) or conversation_id is null or ${apartThread})` },
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
    /** What the actor was called at that time. */
    actorName: text(),
    before: jsonb(),
    after: jsonb(),
    address: inet(),
    userAgent: text(),
    /** Null once an erasure has emptied the values. */
    salt: bytea().default(sql`uuid_send(gen_random_uuid())`),
    xid: xid(),
  },
  (t) => [
    guardPolicy(),
    primaryKey({ name: 'audit_entry_pkey', columns: [t.workspaceId, t.id] }),
    ofWorkspace('audit_entry', t.workspaceId),
    index('audit_entry_xid').on(t.xid, t.id),
    index('audit_entry_at').on(t.workspaceId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('audit_entry_actor').on(t.workspaceId, t.actorId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst()),
    index('audit_entry_group').on(
      t.workspaceId,
      sql`split_part(action, '/', 1)`,
      t.at.desc().nullsFirst(),
      t.id.desc().nullsFirst(),
    ),
    index('audit_entry_subject')
      .on(t.workspaceId, t.subject, t.at.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`subject is not null`),
    index('audit_entry_staff')
      .on(t.workspaceId, t.at.desc().nullsFirst(), t.id.desc().nullsFirst())
      .where(sql`actor_kind = 'staff'`),
  ],
);
