import { sql } from 'drizzle-orm';
import { foreignKey, index, text, unique, uuid } from 'drizzle-orm/pg-core';
import { person, session } from './identity.ts';
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

/** Where the browser of a session is told by push; it goes with the session. */
export const pushSubscription = guardTable(
  'push_subscription',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    sessionId: uuid().notNull(),
    personId: uuid().notNull(),
    endpoint: text().notNull(),
    p256dh: bytea().notNull(),
    auth: bytea().notNull(),
    createdAt: instantNow(),
  },
  (t) => [
    unique('push_subscription_session_id_key').on(t.sessionId),
    unique('push_subscription_endpoint_key').on(t.endpoint),
    foreignKey({
      name: 'push_subscription_session_id_fkey',
      columns: [t.sessionId],
      foreignColumns: [session.id],
    }).onDelete('cascade'),
    foreignKey({
      name: 'push_subscription_person_id_fkey',
      columns: [t.personId],
      foreignColumns: [person.id],
    }).onDelete('cascade'),
    index('push_subscription_person').on(t.personId),
  ],
);
