import { sql } from 'drizzle-orm';
import { bigint, foreignKey, index, inet, jsonb, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import { person } from './identity.ts';
import { guardTable, instant, instantNow } from './table-kinds.ts';

export const staff = guardTable(
  'staff',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    personId: uuid().notNull(),
    grantedAt: instantNow(),
    grantedBy: text().notNull(),
    revokedAt: instant(),
    revokedBy: text(),
  },
  (t) => [
    foreignKey({ name: 'staff_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('staff_standing').on(t.personId).where(sql`revoked_at is null`),
  ],
);

export const staffAction = guardTable(
  'staff_action',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instantNow(),
    personId: uuid().notNull(),
    sessionId: uuid().notNull(),
    action: text().notNull(),
    subject: text(),
    detail: jsonb().notNull().default({}),
    requestId: text(),
    address: inet(),
  },
  (t) => [
    index('staff_action_person').on(t.personId, t.id.desc().nullsFirst()),
    index('staff_action_subject').on(t.subject, t.personId, t.id.desc().nullsFirst()).where(sql`subject is not null`),
  ],
);
