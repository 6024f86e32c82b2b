import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  cidr,
  foreignKey,
  index,
  jsonb,
  smallint,
  text,
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

export const person = guardTable('person', {
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
  sessionLimit: smallint().notNull().default(1),
  loginSeq: bigint({ mode: 'number' }).notNull().default(0),
  disabledAt: instant(),
  createdAt: instantNow(),
});

export const device = guardTable(
  'device',
  {
    id: v7(),
    personId: uuid().notNull(),
    secretHash: bytea().notNull().unique('device_secret_hash_key'),
    browser: text().notNull(),
    system: text().notNull(),
    kind: text().notNull(),
    firstSeenAt: instantNow(),
    lastSeenAt: instantNow(),
    revokedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'device_person_id_fkey', columns: [t.personId], foreignColumns: [person.id] }).onDelete(
      'cascade',
    ),
    index('device_person').on(t.personId),
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
    tokenHash: bytea().notNull().unique('session_token_hash_key'),
    deviceId: uuid(),
    browser: text().notNull(),
    system: text().notNull(),
    deviceType: text().notNull(),
    address: cidr(),
    place: text(),
    createdAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    lastInputAt: instant().notNull(),
    idleExpiresAt: instant().notNull(),
    absExpiresAt: instant().notNull(),
    endedAt: instant(),
    endReason: text(),
    endedBy: uuid(),
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
  ],
);

export const sessionEvent = guardTable(
  'session_event',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    personId: uuid().notNull(),
    sessionId: uuid(),
    kind: text().notNull(),
    at: instantNow(),
    detail: jsonb().notNull().default({}),
  },
  (t) => [index('session_event_person').on(t.personId, t.id.desc().nullsFirst()), index('session_event_age').on(t.at)],
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
    passwordHash: text().notNull(),
    termsVersion: text().notNull(),
    codeHash: bytea().notNull(),
    attempts: smallint().notNull().default(0),
    sentAt: instantNow(),
    expiresAt: instant().notNull(),
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
  },
  (t) => [index('outgoing_mail_due').on(t.nextAt).where(sql`sent_at is null and failed_at is null`)],
);

export const loginFailure = guardTable('login_failure', { key: bytea().notNull(), at: instantNow() }, (t) => [
  index('login_failure_key').on(t.key, t.at),
]);
