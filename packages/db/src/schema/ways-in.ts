import { sql } from 'drizzle-orm';
import { bigint, boolean, foreignKey, index, text, unique, uuid } from 'drizzle-orm/pg-core';
import { person } from './identity.ts';
import { bytea, guardTable, instant, instantNow } from './table-kinds.ts';

const v7 = () => uuid().primaryKey().default(sql`uuidv7()`);

export const federatedIdentity = guardTable(
  'federated_identity',
  {
    id: v7(),
    personId: uuid().notNull(),
    provider: text().notNull(),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text(),
    linkedAt: instantNow(),
    usedAt: instant(),
  },
  (t) => [
    foreignKey({
      name: 'federated_identity_person_id_fkey',
      columns: [t.personId],
      foreignColumns: [person.id],
    }).onDelete('cascade'),
    unique('federated_identity_issuer_subject_key').on(t.issuer, t.subject),
    index('federated_identity_person').on(t.personId),
  ],
);

export const federation = guardTable(
  'federation',
  {
    secretHash: bytea().primaryKey(),
    deviceHash: bytea().notNull(),
    stateHash: bytea().notNull(),
    provider: text().notNull(),
    personId: uuid(),
    sealed: bytea().notNull(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    foreignKey({ name: 'federation_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('federation_expiry').on(t.expiresAt),
  ],
);

export const federatedClaim = guardTable(
  'federated_claim',
  {
    secretHash: bytea().primaryKey(),
    deviceHash: bytea().notNull(),
    provider: text().notNull(),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text(),
    emailKey: text(),
    name: text(),
    isMailboxProven: boolean().notNull(),
    personId: uuid(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    foreignKey({ name: 'federated_claim_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('federated_claim_expiry').on(t.expiresAt),
  ],
);

export const passkey = guardTable(
  'passkey',
  {
    id: v7(),
    personId: uuid().notNull(),
    credentialId: bytea().notNull().unique('passkey_credential_id_key'),
    publicKey: bytea().notNull(),
    signCount: bigint({ mode: 'number' }).notNull(),
    transports: text().array().notNull().default([]),
    name: text().notNull(),
    isSynced: boolean().notNull(),
    createdAt: instantNow(),
    usedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'passkey_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('passkey_person').on(t.personId),
  ],
);

export const passkeyChallenge = guardTable(
  'passkey_challenge',
  {
    challengeHash: bytea().primaryKey(),
    deviceHash: bytea().notNull(),
    personId: uuid(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    foreignKey({
      name: 'passkey_challenge_person_id_fkey',
      columns: [t.personId],
      foreignColumns: [person.id],
    }).onDelete('cascade'),
    index('passkey_challenge_expiry').on(t.expiresAt),
  ],
);
