// The safe door of channels: a number that a company has connected, and how it is doing.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

export const channelDrivers = ['simulator', 'whatsapp'] as const;
export type ChannelDriver = (typeof channelDrivers)[number];

export const channelStates = [
  'new',
  'connecting',
  'qr',
  'code',
  'pairing',
  'syncing',
  'open',
  'reconnecting',
  'conflict',
  'logged_out',
  'banned',
  'temporarily_banned',
  'outdated',
  'failed',
  'closed',
] as const;
export type ChannelState = (typeof channelStates)[number];

/** What a state carries for the screen: the QR text, the pairing code, the next try. Cleared when the state changes. */
export type ChannelDetail = {
  qr?: string;
  qrExpiresAt?: string;
  code?: string;
  attempt?: number;
  nextTryAt?: string;
  until?: string;
  progress?: number;
};

export type ChannelRow = {
  id: string;
  name: string;
  driver: ChannelDriver;
  number: string | null;
  state: ChannelState;
  /** A word that the catalogue explains: channels.reason.<word>. */
  reason: string | null;
  /** It rests because the plan has no place for it. */
  isFrozen: boolean;
  since: string;
  detail: ChannelDetail;
  wanted: 'open' | 'closed' | 'logged_out';
  lastSeenAt: string | null;
  lastInboundAt: string | null;
  lastOutboundAt: string | null;
};

/** What a visitor by an access link sees of a number. */
export type ConnectionRow = Pick<ChannelRow, 'id' | 'name' | 'state'>;

export const CreateChannel = z.object({
  name: z.string().trim().min(1).max(80),
  driver: z.enum(channelDrivers),
  /** Real WhatsApp is unofficial: whoever connects a number has read what may happen to it. */
  acceptsRisk: z.boolean().default(false),
});
export const ChannelId = z.object({ channelId: z.uuid() });
export const ConnectChannel = z.object({
  channelId: z.uuid(),
  /** With a number the phone pairs by an 8-character code instead of a QR. */
  pairingNumber: z
    .string()
    .trim()
    .transform((text) => text.replace(/[\s().-]/g, '').replace(/^\+|^00/, ''))
    .pipe(z.string().regex(/^\d{8,15}$/))
    .optional(),
});

/** Numbers that an account of today's only plan may hold. */
export const CHANNELS_ALLOWED = 10;

export const channelErrors = defineErrors('channels', {
  notFound: 'NOT_FOUND',
  demoCannotBeReal: 'FORBIDDEN',
  riskNotAccepted: 'PRECONDITION',
  simulatorOff: 'PRECONDITION',
  tooMany: 'LIMIT',
  /** The plan has no place for it. */
  isFrozen: 'PRECONDITION',
});

const ofChannel = { subject: 'channelId', payload: ChannelId };

export const channelEvents = defineEvents('channels', {
  created: {
    name: 'channel.created',
    subject: 'channelId',
    payload: z.object({ channelId: z.uuid(), driver: z.enum(channelDrivers) }),
  },
  /** It is down and does not come back by itself; told by the database in the transaction that says so. */
  wentDown: {
    name: 'channel.went_down',
    subject: 'channelId',
    payload: z.object({ channelId: z.uuid(), state: z.enum(channelStates), since: z.iso.datetime() }),
  },
  connectAsked: { name: 'channel.connect_asked', ...ofChannel },
  disconnectAsked: { name: 'channel.disconnect_asked', ...ofChannel },
  logoutAsked: { name: 'channel.logout_asked', ...ofChannel },
});
