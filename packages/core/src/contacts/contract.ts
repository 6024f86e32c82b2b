// The safe door of contacts: the people a company talks to.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';
import { type ContactKind, contactKinds, type contactSources, countryCodes, languageCodes } from './fields-contract.ts';
import type { ScoreReason } from './score-contract.ts';

export * from './fields-contract.ts';
export * from './filter-contract.ts';

export const preferredChannels = ['whatsapp', 'phone', 'email'] as const;

/** One way a contact is known. `value` of numbers is digits, as WhatsApp says them; `raw` is how a person wrote it. */
export type IdentityRow = {
  id: string;
  kind: 'wa_pn' | 'wa_lid' | 'wa_group' | 'phone' | 'email';
  value: string;
  raw: string | null;
  source: string;
};

export type FieldValue = string | number | boolean | string[];

export type ContactRow = {
  id: string;
  name: string;
  profileName: string | null;
  kind: ContactKind;
  /** What they were before they were blocked. */
  kindBefore: Exclude<ContactKind, 'blocked' | 'group'> | null;
  email: string | null;
  city: string | null;
  notes: string | null;
  createdAt: string;
  /** Whether whoever asked for this one contact may change it; a list does not say. */
  mayChange?: boolean;
  /** Digits as WhatsApp says them. */
  number: string | null;
  company: string | null;
  country: string | null;
  birthday: string | null;
  language: string | null;
  preferredHour: number | null;
  preferredChannel: (typeof preferredChannels)[number] | null;
  source: (typeof contactSources)[number];
  /** The member who looks after them. */
  ownerId: string | null;
  /** By the id of the field. */
  fields: Record<string, FieldValue>;
  score: number | null;
  scoreReasons: ScoreReason[] | null;
  /** When they and we last wrote, to the minute. */
  lastInAt: string | null;
  lastOutAt: string | null;
  /** What was last said of marketing by WhatsApp; nothing is no consent. */
  marketing: 'in' | 'out' | null;
  marketingAt: string | null;
  /** Since when they are in the bin, which they leave after thirty days for good. */
  deletedAt: string | null;
  identities: IdentityRow[];
  /** The ids of the labels that they carry. */
  tags: string[];
};

export type ConsentRow = {
  id: string;
  channel: (typeof consentChannels)[number];
  purpose: (typeof consentPurposes)[number];
  state: 'in' | 'out';
  source: (typeof consentSources)[number];
  shown: string | null;
  messageId: string | null;
  byPersonId: string | null;
  at: string;
};

/** One thing that happened with a contact. Messages are folded by day and conversation; whoever the workspace keeps a conversation from sees none. */
export type TimelineItem = { at: string } & (
  | {
      kind: 'messages';
      conversationId: string;
      channel: string;
      day: string;
      in: number;
      out: number;
      preview: string;
      lastKind: string;
    }
  | {
      kind: 'change';
      id: string;
      action: string;
      actorKind: string;
      actorName: string | null;
      before: Record<string, unknown> | null;
      after: Record<string, unknown> | null;
    }
  | ({ kind: 'consent' } & Pick<ConsentRow, 'id' | 'channel' | 'purpose' | 'state' | 'source' | 'shown'>)
  | { kind: 'rated'; id: string; conversationId: string; score: number; comment: string | null }
  | { kind: 'met'; source: string }
);

export const consentChannels = ['any', 'whatsapp', 'email', 'phone'] as const;
export const consentPurposes = ['marketing', 'service'] as const;
export const consentSources = ['manual', 'message', 'form', 'import', 'link', 'paper'] as const;

export const contactLimits = { fields: 50, segments: 100, phones: 10, atOnce: 10_000, binDays: 30 } as const;

const line = (most: number) => z.string().trim().max(most);
const lineOrNone = (most: number) =>
  line(most)
    .transform((text) => (text === '' ? null : text))
    .nullable();
const fieldValue = z.union([z.string().max(500), z.number(), z.boolean(), z.array(z.string().max(120)).max(40)]);

const details = {
  name: line(120).optional(),
  notes: z.string().trim().max(4000).nullable().optional(),
  kind: z.enum(contactKinds).optional(),
  email: z
    .union([z.email().max(254), z.literal('').transform(() => null)])
    .nullable()
    .optional(),
  city: lineOrNone(80).optional(),
  company: lineOrNone(120).optional(),
  country: z
    .enum(countryCodes as [string, ...string[]])
    .nullable()
    .optional(),
  birthday: z.iso.date().nullable().optional(),
  language: z
    .enum(languageCodes as [string, ...string[]])
    .nullable()
    .optional(),
  preferredHour: z.number().int().min(0).max(23).nullable().optional(),
  preferredChannel: z.enum(preferredChannels).nullable().optional(),
  ownerId: z.uuid().nullable().optional(),
  /** By the id of the field; null takes a value away. */
  fields: z.partialRecord(z.uuid(), fieldValue.nullable()).optional(),
};

export const ContactId = z.object({ contactId: z.uuid() });
export const UpdateContact = z.object({ contactId: z.uuid(), ...details });
export const CreateContact = z.object({ ...details, phones: z.array(line(40)).max(contactLimits.phones).default([]) });
export const AddPhone = z.object({ contactId: z.uuid(), phone: line(40).min(1) });
export const RemovePhone = z.object({ contactId: z.uuid(), identityId: z.uuid() });
export const SetConsent = z.object({
  contactId: z.uuid(),
  channel: z.enum(consentChannels),
  purpose: z.enum(consentPurposes),
  state: z.enum(['in', 'out']),
  source: z.enum(consentSources).exclude(['import']),
  /** What they were shown or asked, word for word. */
  shown: line(2000).optional(),
  /** The message of theirs that proves it. */
  messageId: z.uuid().optional(),
});

/** What is done to many contacts at once. */
export const ContactChange = z.discriminatedUnion('what', [
  z.object({ what: z.literal('kind'), kind: z.enum(contactKinds) }),
  z.object({ what: z.literal('owner'), ownerId: z.uuid().nullable() }),
  z.object({ what: z.literal('tag'), tagId: z.uuid() }),
  z.object({ what: z.literal('untag'), tagId: z.uuid() }),
  z.object({ what: z.literal('bin') }),
  z.object({ what: z.literal('restore') }),
]);
export type ContactChange = z.infer<typeof ContactChange>;

export * from './merge-contract.ts';
export * from './score-contract.ts';
export * from './search-contract.ts';

export const contactErrors = defineErrors('contacts', {
  notFound: 'NOT_FOUND',
  /** Errors about a number say which one: { phone }, and whose it is where the asker sees them: { contactId, inBin }. */
  phoneInvalid: 'INVALID',
  phoneTaken: 'CONFLICT',
  /** An agent reads whom they do not look after. */
  notTheirs: 'FORBIDDEN',
  /** WhatsApp says these, and nobody takes them away. */
  identityKept: 'PRECONDITION',
  ownerNotFound: 'NOT_FOUND',
  /** A group has no type of its own. */
  isGroup: 'PRECONDITION',
  fieldNotFound: 'NOT_FOUND',
  /** { field, because } */
  fieldRefused: 'INVALID',
  fieldTaken: 'CONFLICT',
  tooManyFields: 'LIMIT',
  proofNotFound: 'NOT_FOUND',
  nobody: 'INVALID',
  tagNotFound: 'NOT_FOUND',
  segmentNotFound: 'NOT_FOUND',
  segmentTaken: 'CONFLICT',
  tooManySegments: 'LIMIT',
  tooManyAtOnce: 'LIMIT',
  /** Somebody took it back already. */
  mergeGone: 'NOT_FOUND',
  /** { days } */
  mergeLate: 'PRECONDITION',
  /** Of several, the last is taken back first. */
  mergeNotLast: 'PRECONDITION',
});
export const contactEvents = defineEvents('contacts', {
  created: {
    name: 'contact.created',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid() }),
  },
  updated: {
    name: 'contact.updated',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), fields: z.array(z.string()) }),
  },
  /** Many at once; what was there before is told to whoever did it, so that they may undo it. */
  changed: {
    name: 'contact.changed',
    payload: z.object({ what: z.string(), count: z.number(), contactIds: z.array(z.uuid()) }),
  },
  purged: { name: 'contact.purged', payload: z.object({ count: z.number() }) },
  /** Two turned out to be one person; told by the database when a message proves it. */
  joined: {
    name: 'contact.joined',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), dropped: z.uuid() }),
  },
  /** A person said that two are one. */
  merged: {
    name: 'contact.merged',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), dropped: z.uuid(), mergeId: z.uuid() }),
  },
  unmerged: {
    name: 'contact.unmerged',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), back: z.uuid(), mergeId: z.uuid() }),
  },
  /** Two look alike, and a person said whether they are two. */
  setApart: {
    name: 'contact.set_apart',
    subject: 'contactId',
    payload: z.object({ contactId: z.uuid(), otherId: z.uuid(), apart: z.boolean() }),
  },
  consentSet: {
    name: 'consent.set',
    subject: 'contactId',
    payload: z.object({
      contactId: z.uuid(),
      consentId: z.uuid(),
      channel: z.string(),
      purpose: z.string(),
      state: z.string(),
      source: z.string(),
    }),
  },
  fieldSaved: {
    name: 'field.saved',
    subject: 'fieldId',
    payload: z.object({ fieldId: z.uuid(), label: z.string(), type: z.string() }),
  },
  /** What counts for the score, and how much; everybody's is counted anew. */
  scoreSaved: { name: 'score.saved', payload: z.object({ rules: z.number(), tags: z.number() }) },
  segmentSaved: {
    name: 'segment.saved',
    subject: 'segmentId',
    payload: z.object({ segmentId: z.uuid(), name: z.string() }),
  },
  segmentDeleted: {
    name: 'segment.deleted',
    subject: 'segmentId',
    payload: z.object({ segmentId: z.uuid(), name: z.string() }),
  },
  fieldDeleted: {
    name: 'field.deleted',
    subject: 'fieldId',
    payload: z.object({ fieldId: z.uuid(), label: z.string() }),
  },
});
