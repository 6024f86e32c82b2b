import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  cidr,
  foreignKey,
  index,
  integer,
  interval,
  jsonb,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { bytea, guardTable, instant, instantNow } from './table-kinds.ts';

const v7 = () => uuid().primaryKey().default(sql`uuidv7()`);

export const secret = guardTable('secret', {
  id: boolean().primaryKey().default(true),
  innerKey: bytea().notNull(),
  outerKey: bytea().notNull(),
});

export const person = guardTable(
  'person',
  {
    id: v7(),
    email: text().notNull(),
    emailKey: text().notNull().unique('person_email_key_key'),
    name: text().notNull(),
    locale: text().notNull().default('es'),
    timeZone: text().notNull().default('Europe/Madrid'),
    passwordHash: text(),
    emailVerifiedAt: instant(),
    termsVersion: text(),
    termsAcceptedAt: instant(),
    createdAt: instantNow(),
    phone: text(),
    phoneVerifiedAt: instant(),
  },
  (t) => [uniqueIndex('person_phone').on(t.phone).where(sql`phone is not null`)],
);

/** The lock row of a person; made by a trigger with the person. */
export const guardAccount = guardTable(
  'account',
  {
    personId: uuid().primaryKey(),
    sessionLimit: smallint().notNull().default(1),
    loginSeq: bigint({ mode: 'number' }).notNull().default(0),
    authEpoch: integer().notNull().default(0),
    disabledAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'account_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
  ],
);

export const device = guardTable(
  'device',
  {
    id: v7(),
    personId: uuid().notNull(),
    secretHash: bytea().notNull(),
    browser: text().notNull(),
    system: text().notNull(),
    kind: text().notNull(),
    firstSeenAt: instantNow(),
    lastSeenAt: instantNow(),
    revokedAt: instant(),
    trustSlot: smallint(),
    trustedUntil: instant(),
    trustedBySession: uuid(),
  },
  (t) => [
    foreignKey({ name: 'device_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('device_person').on(t.personId),
    uniqueIndex('device_person_secret').on(t.personId, t.secretHash),
    uniqueIndex('device_trust_slot')
      .on(t.personId, t.trustSlot)
      .where(sql`trust_slot is not null and revoked_at is null`),
  ],
);

export const session = guardTable(
  'session',
  {
    id: uuid().primaryKey().defaultRandom(),
    personId: uuid().notNull(),
    slot: smallint().notNull(),
    seq: bigint({ mode: 'number' }).notNull(),
    kind: text().notNull().default('user'),
    deviceId: uuid(),
    browser: text().notNull(),
    system: text().notNull(),
    deviceType: text().notNull(),
    address: cidr(),
    /** A country's code, or the code, a space and a city near it. */
    place: text(),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    lastInputAt: instant().notNull(),
    idleExpiresAt: instant().notNull(),
    absExpiresAt: instant().notNull(),
    endedAt: instant(),
    endReason: text(),
    endedBy: uuid(),
    kid: text().notNull(),
    salt: bytea().notNull(),
    gen: integer().notNull().default(1),
    proof: bytea().notNull(),
    formerProof: bytea(),
    formerCut: boolean().notNull().default(false),
    genUsedAt: instant(),
    rotatedAt: instant().notNull(),
    deviceHash: bytea().notNull(),
    aal: smallint().notNull().default(1),
    amr: text().array().notNull().default([]),
    stepupAt: instant(),
    country: text(),
    idleLimit: interval(),
    actorId: uuid(),
    reason: text(),
    mayWrite: boolean().notNull().default(true),
  },
  (t) => [
    foreignKey({ name: 'session_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    foreignKey({ name: 'session_device_id_fkey', columns: [t.deviceId], foreignColumns: [device.id] }).onDelete(
      'set null',
    ),
    uniqueIndex('session_live_slot').on(t.personId, t.slot).where(sql`ended_at is null and kind = 'user'`),
    index('session_person').on(t.personId, t.seq.desc().nullsFirst()),
    index('session_live_other').on(t.kind, t.id).where(sql`ended_at is null and kind <> 'user'`),
    index('session_ended').on(t.endedAt).where(sql`ended_at is not null`),
    index('session_displaced').on(t.personId, t.endedAt.desc().nullsFirst()).where(sql`end_reason = 'displaced'`),
    index('session_actor').on(t.actorId).where(sql`actor_id is not null and ended_at is null`),
  ],
);

export const noticeSeen = guardTable(
  'notice_seen',
  { personId: uuid().notNull(), notice: text().notNull(), answer: text().notNull(), at: instantNow() },
  (t) => [
    primaryKey({ name: 'notice_seen_pkey', columns: [t.personId, t.notice] }),
    foreignKey({ name: 'notice_seen_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
  ],
);

export const sessionEvent = guardTable(
  'session_event',
  {
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    at: instantNow(),
    personId: uuid().notNull(),
    sessionId: uuid(),
    kind: text().notNull(),
    browser: text(),
    system: text(),
    deviceType: text(),
    address: cidr(),
    place: text(),
    detail: jsonb().notNull().default({}),
  },
  // by month of `at`, each month a table
  (t) => [
    primaryKey({ name: 'session_event_pkey', columns: [t.id, t.at] }),
    index('session_event_person').on(t.personId, t.id.desc().nullsFirst()),
  ],
);

/** Who had their history forgotten, when, and how much of it. */
export const historyErasure = guardTable(
  'history_erasure',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instantNow(),
    personId: uuid().notNull(),
    sessionId: uuid().notNull(),
    sessions: integer().notNull(),
    events: integer().notNull(),
  },
  (t) => [index('history_erasure_person').on(t.personId, t.id.desc().nullsFirst())],
);

export const salesLead = guardTable(
  'sales_lead',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    at: instantNow(),
    personId: uuid().notNull(),
    source: text().notNull(),
    words: text().notNull().default(''),
    signals: jsonb().notNull(),
    handledAt: instant(),
    handledBy: uuid(),
  },
  (t) => [
    foreignKey({ name: 'sales_lead_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    uniqueIndex('sales_lead_waiting').on(t.personId).where(sql`${t.handledAt} is null`),
  ],
);

export const loginAttempt = guardTable(
  'login_attempt',
  {
    id: v7(),
    secretHash: bytea().notNull().unique('login_attempt_secret_hash_key'),
    personId: uuid(),
    authEpoch: integer().notNull(),
    amr: text().array().notNull(),
    deviceHash: bytea().notNull(),
    expiresAt: instant().notNull(),
    subject: bytea(),
    codeHash: bytea(),
    codeSentAt: instant(),
    tries: smallint().notNull().default(0),
    deadAt: instant(),
    linkHash: bytea().unique('login_attempt_link_hash_key'),
    begunBy: text(),
    textHash: bytea(),
    textSentAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'login_attempt_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('login_attempt_person').on(t.personId),
    index('login_attempt_expiry').on(t.expiresAt),
  ],
);

export const totp = guardTable(
  'totp',
  {
    personId: uuid().primaryKey(),
    sealedSecret: bytea().notNull(),
    confirmedAt: instant(),
    lastStep: bigint({ mode: 'number' }).notNull().default(0),
    createdAt: instantNow(),
  },
  (t) => [
    foreignKey({ name: 'totp_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete('cascade'),
  ],
);

export const recoveryCode = guardTable(
  'recovery_code',
  {
    id: v7(),
    personId: uuid().notNull(),
    codeHash: bytea().notNull(),
    createdAt: instantNow(),
    usedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'recovery_code_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    unique('recovery_code_person_id_code_hash_key').on(t.personId, t.codeHash),
  ],
);

export const resetLink = guardTable(
  'reset_link',
  {
    id: v7(),
    personId: uuid().notNull(),
    secretHash: bytea().notNull().unique('reset_link_secret_hash_key'),
    authEpoch: integer().notNull(),
    createdAt: instantNow(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'reset_link_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('reset_link_person').on(t.personId),
  ],
);

/** The way back to an address that was replaced. */
export const emailUndo = guardTable(
  'email_undo',
  {
    id: v7(),
    personId: uuid().notNull(),
    secretHash: bytea().notNull().unique('email_undo_secret_hash_key'),
    email: text().notNull(),
    emailKey: text().notNull(),
    changedAt: instant().notNull(),
    expiresAt: instant().notNull(),
    usedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'email_undo_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('email_undo_person').on(t.personId),
  ],
);

export const ownCode = guardTable(
  'own_code',
  {
    personId: uuid().notNull(),
    purpose: text().notNull(),
    sessionId: uuid().notNull(),
    codeHash: bytea().notNull(),
    subject: text(),
    tries: smallint().notNull().default(0),
    sentAt: instant().notNull(),
    expiresAt: instant().notNull(),
    subjectKey: text(),
  },
  (t) => [
    primaryKey({ name: 'own_code_pkey', columns: [t.personId, t.purpose] }),
    foreignKey({ name: 'own_code_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
  ],
);

export const pendingSignup = guardTable(
  'pending_signup',
  {
    id: uuid().primaryKey().defaultRandom(),
    email: text().notNull(),
    emailKey: text().notNull(),
    name: text().notNull(),
    business: text().notNull(),
    slug: text().notNull(),
    industry: text().notNull(),
    locale: text().notNull(),
    timeZone: text().notNull(),
    /** Null when an account at an issuer is what they enter with. */
    passwordHash: text(),
    termsVersion: text().notNull(),
    codeHash: bytea().notNull(),
    attempts: smallint().notNull().default(0),
    sentAt: instantNow(),
    expiresAt: instant().notNull(),
    provider: text(),
    issuer: text(),
    subject: text(),
    issuerEmail: text(),
  },
  (t) => [index('pending_signup_expiry').on(t.expiresAt)],
);

export const outgoingMail = guardTable(
  'outgoing_mail',
  {
    id: v7(),
    recipient: text().notNull(),
    template: text().notNull(),
    locale: text().notNull(),
    sealedParams: bytea().notNull(),
    attempts: smallint().notNull().default(0),
    nextAt: instantNow(),
    sentAt: instant(),
    failedAt: instant(),
    lastError: text(),
    createdAt: instantNow(),
    claimant: text(),
    toldAt: instantNow(),
    channel: text().notNull().default('mail'),
  },
  (t) => [index('outgoing_mail_due').on(t.nextAt).where(sql`sent_at is null and failed_at is null`)],
);

export const loginFailure = guardTable('login_failure', { key: bytea().notNull(), at: instantNow() }, (t) => [
  index('login_failure_key').on(t.key, t.at),
]);

/** A bucket of failures under a pseudonym: of an account, a pair of account and address, an address, or a device. */
export const brake = guardTable(
  'brake',
  {
    key: bytea().primaryKey(),
    failures: instant().array().notNull().default([]),
    lockedUntil: instant(),
    unlockHash: bytea(),
    expiresAt: instant().notNull(),
  },
  (t) => [
    uniqueIndex('brake_unlock').on(t.unlockHash).where(sql`unlock_hash is not null`),
    index('brake_expiry').on(t.expiresAt),
  ],
);

export const spentChallenge = guardTable(
  'spent_challenge',
  { challenge: bytea().primaryKey(), expiresAt: instant().notNull() },
  (t) => [index('spent_challenge_expiry').on(t.expiresAt)],
);

/** Calls within a window, under a pseudonym; unlogged. */
export const rate = guardTable(
  'rate',
  { key: bytea().primaryKey(), used: integer().notNull(), resetsAt: instant().notNull() },
  (t) => [index('rate_reset').on(t.resetsAt)],
);
