import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  primaryKey,
  smallint,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  app,
  bytea,
  guardPolicy,
  guardTable,
  instant,
  instantNow,
  sortableId,
  tenantReadPolicy,
  tenantTable,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

/** A role that a company made for itself: its list of rights. */
export const customRole = app.table(
  'custom_role',
  {
    workspaceId: uuid().notNull(),
    id: sortableId(),
    name: text().notNull(),
    permissions: text().array().notNull(),
    createdAt: instantNow(),
  },
  (t) => [
    // only the guard writes it: who makes a role may give no right that they lack
    tenantReadPolicy(),
    guardPolicy(),
    primaryKey({ name: 'custom_role_pkey', columns: [t.workspaceId, t.id] }),
    foreignKey({ name: 'custom_role_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    uniqueIndex('custom_role_name').on(t.workspaceId, sql`lower(${t.name})`),
  ],
);

export const member = tenantTable(
  app,
  'member',
  {
    personId: uuid().notNull(),
    role: text().notNull(),
    customRoleId: uuid(),
    name: text().notNull(),
    email: text().notNull(),
    blockedAt: instant(),
    createdAt: instantNow(),
    /** Blocked because the plan has no place for them. */
    frozenAt: instant(),
  },
  (t) => [
    guardPolicy(),
    primaryKey({ name: 'member_pkey', columns: [t.workspaceId, t.personId] }),
    foreignKey({ name: 'member_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
    foreignKey({
      name: 'member_custom_role_fkey',
      columns: [t.workspaceId, t.customRoleId],
      foreignColumns: [customRole.workspaceId, customRole.id],
    }),
    check('member_frozen_check', sql`frozen_at is null or blocked_at is not null`),
    check('member_custom_role', sql`(role = 'custom') = (custom_role_id is not null)`),
    index('member_person').on(t.personId),
  ],
);

export const accessKey = guardTable('access_key', {
  id: uuid().primaryKey().default(sql`uuidv7()`),
  workspaceId: uuid().notNull(),
  kind: text().notNull(),
  role: text().notNull(),
  secretHash: bytea().notNull().unique('access_key_secret_hash_key'),
  grantedBy: uuid(),
  expiresAt: instant(),
  revokedAt: instant(),
  createdAt: instantNow(),
});

/** A way into one workspace for somebody without an account. */
export const accessLink = guardTable(
  'access_link',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    workspaceId: uuid().notNull(),
    name: text().notNull(),
    role: text().notNull(),
    secretHash: bytea().notNull().unique('access_link_secret_hash_key'),
    pinHash: bytea(),
    maxDevices: smallint().notNull().default(1),
    expiresAt: instant(),
    locale: text().notNull().default('es'),
    notifyEmail: text(),
    notifyPhone: text(),
    notifiedAt: instant(),
    noticesOffAt: instant(),
    /** Digests of the tokens by which its notices are switched off. */
    offHashes: bytea().array().notNull().default([]),
    /** Mailboxes that stopped the notices by their mail: digest of the address to that of the token. */
    stops: jsonb().notNull().default({}),
    /** When its granter was last told that its PIN is being guessed. */
    pinToldAt: instant(),
    opens: integer().notNull().default(0),
    grantedBy: uuid().notNull(),
    createdAt: instantNow(),
    revokedAt: instant(),
    revokedBy: uuid(),
  },
  (t) => [
    index('access_link_workspace').on(t.workspaceId, t.createdAt),
    index('access_link_notices')
      .on(t.notifiedAt)
      .where(
        sql`(notify_email is not null or notify_phone is not null) and notices_off_at is null and revoked_at is null`,
      ),
    check('access_link_notify_phone_check', sql`notify_phone ~ '^[1-9][0-9]{5,14}$'`),
    check('access_link_notify_check', sql`notify_email is null or notify_phone is null`),
  ],
);

/** A browser that has opened a link; its own secret is what lets it in from then on. */
export const linkDevice = guardTable(
  'link_device',
  {
    id: uuid().primaryKey().default(sql`uuidv7()`),
    linkId: uuid().notNull(),
    secretHash: bytea().notNull().unique('link_device_secret_hash_key'),
    browser: text().notNull(),
    system: text().notNull(),
    kind: text().notNull(),
    place: text(),
    firstSeenAt: instantNow(),
    lastSeenAt: instantNow(),
    revokedAt: instant(),
  },
  (t) => [
    foreignKey({ name: 'link_device_link_id_fkey', columns: [t.linkId], foreignColumns: [accessLink.id] }).onDelete(
      'cascade',
    ),
    index('link_device_link').on(t.linkId),
  ],
);
