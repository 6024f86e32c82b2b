import { sql } from 'drizzle-orm';
import { bigint, check, foreignKey, jsonb, primaryKey, smallint, text, unique, uuid } from 'drizzle-orm/pg-core';
import {
  app,
  bytea,
  guardPolicy,
  instant,
  instantNow,
  purgePolicy,
  sortableId,
  tenantTable,
  wa,
} from './table-kinds.ts';
import { workspace } from './workspaces.ts';

export const channel = tenantTable(
  app,
  'channel',
  {
    id: sortableId(),
    name: text().notNull(),
    driver: text().notNull(),
    number: text(),
    state: text().notNull().default('new'),
    stateReason: text(),
    stateSince: instantNow(),
    stateDetail: jsonb().notNull().default({}),
    wanted: text().notNull().default('closed'),
    wantedSeq: bigint({ mode: 'number' }).notNull().default(0),
    pairingNumber: text(),
    lastSeenAt: instant(),
    lastInboundAt: instant(),
    lastOutboundAt: instant(),
    createdAt: instantNow(),
    /** Who paired it: it is their telephone. */
    connectedBy: uuid(),
    /** Who asked for it to be paired, until it is. */
    pairingBy: uuid(),
    /** It rests because the plan has no place for it. */
    frozenAt: instant(),
  },
  (t) => [
    guardPolicy(),
    primaryKey({ name: 'channel_pkey', columns: [t.workspaceId, t.id] }),
    check('channel_frozen_check', sql`frozen_at is null or wanted <> 'open'`),
    foreignKey({ name: 'channel_workspace_id_fkey', columns: [t.workspaceId], foreignColumns: [workspace.id] }),
  ],
);

type HangsOnChannel = { workspaceId: typeof channel.workspaceId; channelId: typeof channel.id };
const ofChannel = (table: string, t: unknown) => {
  const { workspaceId, channelId } = t as HangsOnChannel;
  return foreignKey({
    name: `${table}_workspace_id_channel_id_fkey`,
    columns: [workspaceId, channelId],
    foreignColumns: [channel.workspaceId, channel.id],
  }).onDelete('cascade');
};

export const credential = tenantTable(
  wa,
  'credential',
  { channelId: uuid().notNull(), sealed: bytea().notNull(), updatedAt: instantNow() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'credential_pkey', columns: [t.workspaceId, t.channelId] }),
    ofChannel('credential', t),
  ],
);

export const signalKey = tenantTable(
  wa,
  'signal_key',
  { channelId: uuid().notNull(), kind: text().notNull(), keyId: text().notNull(), sealed: bytea().notNull() },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'signal_key_pkey', columns: [t.workspaceId, t.channelId, t.kind, t.keyId] }),
    ofChannel('signal_key', t),
  ],
);

export const stagedMessage = tenantTable(
  wa,
  'staged_message',
  {
    channelId: uuid().notNull(),
    id: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    chat: text().notNull(),
    sender: text().notNull(),
    providerId: text().notNull(),
    part: smallint().notNull(),
    sealed: bytea().notNull(),
    attempts: smallint().notNull().default(0),
    createdAt: instantNow(),
  },
  (t) => [
    purgePolicy(),
    primaryKey({ name: 'staged_message_pkey', columns: [t.workspaceId, t.channelId, t.id] }),
    unique('staged_message_workspace_id_channel_id_chat_sender_provider_key').on(
      t.workspaceId,
      t.channelId,
      t.chat,
      t.sender,
      t.providerId,
      t.part,
    ),
    ofChannel('staged_message', t),
  ],
);

export const lease = tenantTable(
  wa,
  'lease',
  {
    channelId: uuid().primaryKey(),
    driver: text().notNull(),
    holder: uuid(),
    fence: bigint({ mode: 'number' }).notNull().default(0),
    expiresAt: instant().notNull().default(sql`'-infinity'`),
  },
  (t) => [guardPolicy(), ofChannel('lease', t)],
);

export const number = tenantTable(
  wa,
  'number',
  {
    driver: text().notNull(),
    number: text().notNull(),
    channelId: uuid().notNull().unique('number_channel_id_key'),
    claimedAt: instantNow(),
  },
  (t) => [guardPolicy(), primaryKey({ name: 'number_pkey', columns: [t.driver, t.number] }), ofChannel('number', t)],
);
