import { foreignKey, text, uuid } from 'drizzle-orm/pg-core';
import { person } from './identity.ts';
import { bytea, guardTable, instantNow } from './table-kinds.ts';

/** The picture of a person that colleagues see. Of identity, whose own file is long. */
export const personPhoto = guardTable(
  'person_photo',
  {
    personId: uuid().primaryKey(),
    mime: text().notNull(),
    bytes: bytea().notNull(),
    /** SHA-256 of the bytes. */
    digest: bytea().notNull(),
    setAt: instantNow(),
  },
  (t) => [
    foreignKey({ name: 'person_photo_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
  ],
);
