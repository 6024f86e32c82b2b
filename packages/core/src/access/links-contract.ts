// The part of the safe door that is about access links. contract.ts passes it on.
import { z } from 'zod';
import { Email } from '../identity/contract.ts';
import { defineErrors } from '../kernel/contract.ts';

/** What a link lets its holder do, the least first. */
export const linkRoles = ['link_read', 'link_agent', 'link_admin'] as const;
export type LinkRole = (typeof linkRoles)[number];

export const linkLimits = {
  /** Links that a workspace may keep, those that are over included. */
  perWorkspace: 100,
  devices: 10,
  /** For how many days a link may be given; without a number it has no end. */
  days: 3650,
  daysProposed: 30,
  pinMin: 4,
  pinMax: 12,
} as const;

export type LinkDeviceRow = {
  id: string;
  browser: string;
  system: string;
  deviceType: string;
  /** A country's code, perhaps with a space and a city near it. */
  place: string | null;
  firstSeenAt: string;
  lastSeenAt: string;
};

export type LinkRow = {
  id: string;
  /** For whom it is. */
  name: string;
  role: LinkRole;
  /** What it is worth now: less than its role where whoever gave it may do less by now, null where it lets nobody in. */
  worth: LinkRole | null;
  isOver: boolean;
  expiresAt: string | null;
  createdAt: string;
  hasPin: boolean;
  maxDevices: number;
  /** How often it was opened with its secret. */
  opens: number;
  /** Who is told when a conversation waits: a mailbox, or digits on WhatsApp, or nobody. */
  email: string | null;
  phone: string | null;
  notices: 'on' | 'off' | 'stopped' | null;
  grantedBy: string | null;
  lastUsedAt: string | null;
  devices: LinkDeviceRow[];
};

export type LinkList = {
  links: LinkRow[];
  /** Whether the account's plan has links; without it none opens and none is made. */
  inPlan: boolean;
  /** The cheapest plan that has them, where this one has not. */
  lift: { plan: string; name: { es: string; en: string } } | null;
};

/** What a visitor's page knows of where it is. */
export type Visit = {
  linkId: string;
  name: string;
  role: LinkRole;
  expiresAt: string | null;
  /** Whether somebody is told of conversations that wait; null where the link has no address, `stopped` when whoever reads it said so there. */
  notices: 'on' | 'off' | 'stopped' | null;
  noticesBy: 'mail' | 'whatsapp';
  /** `logo` names its present one in addresses; null without one. `colorNight` is its own for dark ground. */
  workspace: {
    id: string;
    name: string;
    color: string;
    colorNight: string | null;
    logo: string | null;
    locale: string;
    timeZone: string;
  };
  whiteLabel: boolean;
};

const LinkName = z.string().trim().min(1).max(80);
const Days = z.number().int().min(1).max(linkLimits.days);
/** As people write it; the verb reads it. */
const Phone = z
  .string()
  .trim()
  .regex(/^\+?[\d ().-]{6,24}$/, { message: 'phone' });
const Devices = z.number().int().min(1).max(linkLimits.devices);
/** Digits only: it is typed on phones. */
const Pin = z.string().regex(/^\d{4,12}$/, { message: 'pin' });

export const CreateLink = z
  .object({
    name: LinkName,
    role: z.enum(linkRoles),
    /** Null has no end. */
    days: Days.nullable(),
    pin: Pin.optional(),
    maxDevices: Devices.default(1),
    /** Of whom it is for. */
    email: Email.optional(),
    /** Their number on WhatsApp, which the company's own number tells when a conversation waits. */
    phone: Phone.optional(),
    /** Whether the link itself goes to that address. */
    sends: z.boolean().default(false),
    /** Whether that address is told when a conversation waits. */
    notifies: z.boolean().default(false),
  })
  .refine((input) => input.email !== undefined || !(input.sends || input.notifies), {
    path: ['email'],
    message: 'empty',
  })
  // one way of being told, not two for the same thing
  .refine((input) => input.phone === undefined || !input.notifies, { path: ['phone'], message: 'both' });
export const UpdateLink = z.object({
  linkId: z.uuid(),
  name: LinkName.optional(),
  /** From now; null has no end. */
  days: Days.nullable().optional(),
  maxDevices: Devices.optional(),
  /** Who is told when a conversation waits, by mail or on WhatsApp; null tells nobody any more. */
  notices: z
    .union([z.object({ email: Email }), z.object({ phone: Phone })])
    .nullable()
    .optional(),
});
export const LinkId = z.object({ linkId: z.uuid() });
export const LinkDeviceId = z.object({ linkId: z.uuid(), deviceId: z.uuid() });

/** What a browser brings to open a link: never in an address, only in the body of one request. */
export const ExchangeLink = z.object({
  linkId: z.string().max(64),
  secret: z.string().max(128),
  pin: z.string().max(64).optional(),
});

export const linkErrors = defineErrors('access', {
  linkNotFound: 'NOT_FOUND',
  /** Unknown, revoked, over, another workspace's, or whoever gave it may no longer: one answer for all. */
  linkGone: 'NOT_FOUND',
  linkPinNeeded: 'PRECONDITION',
  linkPinWrong: 'INVALID',
  linkPinLocked: 'RATE_LIMITED',
  linkFull: 'LIMIT',
  linkAboveYou: 'FORBIDDEN',
  linksNotInPlan: 'UPGRADE',
  tooManyLinks: 'LIMIT',
  /** Letters with an invitation or a link: {of: address or account, allowed, hours}. */
  tooManyLetters: 'RATE_LIMITED',
});

/** What `accessEvents` has of links. */
export const linkEventTable = {
  linkCreated: {
    name: 'link.created',
    subject: 'linkId',
    payload: z.object({
      linkId: z.uuid(),
      name: z.string(),
      role: z.enum(linkRoles),
      days: z.number().nullable(),
      maxDevices: z.number(),
      hasPin: z.boolean(),
      /** Where it was mailed, and who is told when it needs attention; null for nobody. */
      mailedTo: z.string().nullish(),
      notifyEmail: z.string().nullish(),
      notifyPhone: z.string().nullish(),
    }),
  },
  linkUpdated: {
    name: 'link.updated',
    subject: 'linkId',
    payload: z.object({ linkId: z.uuid(), fields: z.array(z.string()) }),
  },
  linkRevoked: { name: 'link.revoked', subject: 'linkId', payload: z.object({ linkId: z.uuid() }) },
  linkDeviceRevoked: {
    name: 'link.unbound',
    subject: 'linkId',
    payload: z.object({ linkId: z.uuid(), deviceId: z.uuid() }),
  },
  /** A device opened it for the first time; a visitor switched its notices. Both written by the database, told to nobody. */
  linkBound: {
    name: 'link.bound',
    subject: 'linkId',
    payload: z.object({ linkId: z.uuid(), browser: z.string(), system: z.string(), place: z.string().nullable() }),
  },
  linkNoticesSwitched: {
    name: 'link.notices_switched',
    subject: 'linkId',
    payload: z.object({ linkId: z.uuid(), on: z.boolean() }),
  },
} as const;
