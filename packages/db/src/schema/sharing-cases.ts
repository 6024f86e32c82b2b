import { sql } from 'drizzle-orm';
import { bigint, boolean, date, foreignKey, index, integer, jsonb, primaryKey, text, uuid } from 'drizzle-orm/pg-core';
import { person } from './identity.ts';
import { guardTable, instant, instantNow } from './table-kinds.ts';

/** Something seen on a day that may mean several people behind one login, with what it was made of. */
export const sharingSignal = guardTable(
  'sharing_signal',
  {
    personId: uuid().notNull(),
    key: text().notNull(),
    kind: text().notNull(),
    day: date().notNull(),
    at: instant().notNull(),
    isStrong: boolean().notNull(),
    evidence: jsonb().notNull(),
  },
  (t) => [
    primaryKey({ name: 'sharing_signal_pkey', columns: [t.personId, t.key] }),
    foreignKey({ name: 'sharing_signal_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('sharing_signal_age').on(t.at),
  ],
);

export const sharingCase = guardTable(
  'sharing_case',
  {
    personId: uuid().primaryKey(),
    accountId: uuid().notNull(),
    /** Null: nothing that anybody is told. */
    state: text(),
    score: integer().notNull(),
    detail: jsonb().notNull(),
    contacts: integer().notNull().default(0),
    contestedAt: instant(),
    openedAt: instant(),
    weighedAt: instant().notNull(),
  },
  (t) => [
    foreignKey({ name: 'sharing_case_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('sharing_case_state')
      .on(t.state, t.score.desc().nullsFirst(), t.personId.desc().nullsFirst())
      .where(sql`state is not null`),
  ],
);

export const sharingStep = guardTable(
  'sharing_step',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    personId: uuid().notNull(),
    at: instantNow(),
    fromState: text(),
    toState: text().notNull(),
    by: text().notNull(),
    staffId: uuid(),
    reason: text().notNull().default(''),
    score: integer().notNull(),
  },
  (t) => [
    foreignKey({ name: 'sharing_step_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('sharing_step_person').on(t.personId, t.id.desc().nullsFirst()),
  ],
);
