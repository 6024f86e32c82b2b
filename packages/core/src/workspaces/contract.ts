// The safe door of workspaces: the companies of an account, and what an owner sees of all of them.
import { z } from 'zod';
import { Email, industries, isTimeZone, locales } from '../identity/contract.ts';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

/** How long a deleted workspace may be taken back, and an offer of one be accepted. */
export const GRACE_DAYS = 30;
export const TRANSFER_DAYS = 14;
/** How many workspaces are made at once. */
export const CREATED_AT_ONCE = 100;
export const WORKSPACES_PER_PAGE = 30;
export const WAITING_PER_PAGE = 30;
/** Where counts stop; what is more is shown as more. */
export const COUNTED_TO = 100;

export const visibilities = ['all', 'own_unassigned', 'own'] as const;
export type Visibility = (typeof visibilities)[number];

/** Letters that the name of a workspace has at most. */
export const NAME_LENGTH = 120;

const Name = z.string().trim().min(1).max(NAME_LENGTH);
const Color = z
  .string()
  .regex(/^#[0-9a-fA-F]{6}$/)
  .transform((color) => color.toLowerCase());
const TimeZone = z.string().max(64).refine(isTimeZone, { message: 'timeZone' });

/** Workspaces beside the one at work; what is not said is as in `likeId`, or as in the one at work. */
export const CreateWorkspaces = z.object({
  names: z
    .array(Name)
    .min(1)
    .max(CREATED_AT_ONCE)
    .refine((names) => new Set(names.map((name) => name.toLowerCase())).size === names.length, { message: 'twice' }),
  industry: z.enum(industries).optional(),
  locale: z.enum(locales).optional(),
  timeZone: TimeZone.optional(),
  color: Color.optional(),
  /** The blueprint: a workspace of the same account, whose colours and visibility are taken too. */
  likeId: z.uuid().optional(),
});

/** What is left out stays; a null is what the plan or the rules say. */
export const UpdateWorkspace = z.object({
  name: Name.optional(),
  industry: z.enum(industries).optional(),
  locale: z.enum(locales).optional(),
  timeZone: TimeZone.optional(),
  visibility: z.enum(visibilities).nullable().optional(),
  color: Color.optional(),
  colorNight: Color.nullable().optional(),
});
export const RenameAccount = z.object({ name: Name });
export const DeleteWorkspace = z.object({ name: z.string().max(200) });
export const AskTransfer = z.object({ email: Email });
export const AcceptTransfer = z.object({ transferId: z.uuid(), accountId: z.uuid() });
export const DeclineTransfer = z.object({ transferId: z.uuid() });
export const OwnWorkspacesPage = z.object({
  search: z.string().max(120).default(''),
  skip: z.number().int().min(0).max(100_000).default(0),
});
export const WaitingPage = z.object({ before: z.object({ at: z.iso.datetime(), id: z.uuid() }).nullish() });

/** Limits of a logo; it is judged by its bytes like a person's picture. */
export const logoLimits = { bytes: 2 * 1024 * 1024, leastSide: 32, mostSide: 2048 } as const;
export type LogoRefusal = 'empty' | 'kind' | 'bytes' | 'side' | 'broken';

export type ClosedBecause = 'archived' | 'cancelled' | 'frozen';

/** A workspace as its settings show it. */
export type WorkspaceSettings = {
  id: string;
  name: string;
  slug: string;
  industry: string;
  locale: string;
  timeZone: string;
  color: string;
  colorNight: string | null;
  visibility: Visibility | null;
  /** Whether the plan tells people apart. */
  mayNarrow: boolean;
  logo: string | null;
  closed: ClosedBecause | null;
  /** What it asks for to be deleted or given away: another workspace of the account stays. */
  isLast: boolean;
  accountName: string;
  plan: { name: { es: string; en: string }; limit: number | null; used: number };
};

/** A workspace among those of a person, with its figures. Counts end at COUNTED_TO; null is not theirs to see. */
export type WorkspaceRow = {
  id: string;
  name: string;
  slug: string;
  color: string;
  colorNight: string | null;
  isDemo: boolean;
  role: string;
  accountId: string;
  accountName: string;
  closed: ClosedBecause | null;
  logo: string | null;
  waiting: number | null;
  unread: number | null;
  contacts: number | null;
  messagesToday: number | null;
  numbers: { name: string; number: string | null; state: string; wanted: 'open' | 'closed' | 'logged_out' }[] | null;
};
export type WorkspacePage = { total: number; rows: WorkspaceRow[] };

/** Every workspace of an owner, what needs somebody first, and the sums. `isMore` tells that a sum has counts that ended at COUNTED_TO. */
export type Overview = {
  rows: (WorkspaceRow & { needs: Need[] })[];
  sums: {
    active: number;
    waiting: { count: number; isMore: boolean };
    contacts: number;
    messagesToday: number;
    online: number;
    offline: number;
    needing: number;
  };
};
/** What calls for somebody, the most pressing first. */
export const needs = ['cancelled', 'number', 'waiting', 'noNumber'] as const;
export type Need = (typeof needs)[number];

/** A conversation that waits for an answer, in whichever workspace. */
export type WaitingRow = {
  id: string;
  workspaceId: string;
  workspaceName: string;
  color: string;
  colorNight: string | null;
  unreadCount: number;
  lastMessageAt: string;
  lastPreview: string;
  lastKind: string;
  contact: { id: string; name: string; profileName: string | null; number: string | null };
};

/** What is under way about whole workspaces, as far as the caller has a say in it. */
export type WorkspaceMatters = {
  deleted: { id: string; name: string; color: string; accountId: string; deletedAt: string; purgedAfter: string }[];
  offered: {
    id: string;
    workspaceId: string;
    workspaceName: string;
    color: string;
    fromName: string;
    askedBy: string;
    expiresAt: string;
  }[];
  given: { workspaceId: string; workspaceName: string; email: string; expiresAt: string }[];
  accounts: {
    id: string;
    name: string;
    isCancelled: boolean;
    used: number;
    limit: number | null;
    nextPlan: string | null;
  }[];
};

export const workspaceErrors = defineErrors('workspaces', {
  nameMismatch: 'INVALID',
  lastWorkspace: 'PRECONDITION',
  graceOver: 'NOT_FOUND',
  transferGone: 'NOT_FOUND',
  transferSame: 'CONFLICT',
  receiverCancelled: 'PRECONDITION',
  tooManyMails: 'RATE_LIMITED',
  visibilityNotInPlan: 'UPGRADE',
  colorUnreadable: 'INVALID',
  logoRefused: 'INVALID',
  logoNotFound: 'NOT_FOUND',
});

const fields = z.object({}).catchall(z.unknown());
const account = z.object({ accountId: z.uuid(), by: z.string(), reason: z.string() });

export const workspaceEvents = defineEvents('workspaces', {
  created: {
    name: 'workspace.created',
    subject: 'createdId',
    payload: z.object({ createdId: z.uuid(), name: z.string(), likeId: z.uuid().nullable() }),
  },
  updated: {
    name: 'workspace.updated',
    payload: z.object({ before: fields, after: fields }),
  },
  logoSet: { name: 'workspace.logo_set', payload: z.object({ logo: z.string().nullable() }) },
  archived: { name: 'workspace.archived', payload: z.object({ name: z.string() }) },
  restored: { name: 'workspace.restored', payload: z.object({ name: z.string() }) },
  deleted: { name: 'workspace.deleted', payload: z.object({ name: z.string() }) },
  undeleted: { name: 'workspace.undeleted', payload: z.object({ name: z.string() }) },
  transferAsked: { name: 'transfer.asked', subject: 'email', payload: z.object({ email: z.string() }) },
  transferWithdrawn: { name: 'transfer.withdrawn', payload: z.object({ wasOpen: z.boolean() }) },
  transferred: {
    name: 'transfer.accepted',
    subject: 'transferId',
    payload: z.object({ transferId: z.uuid(), accountId: z.uuid() }),
  },
  /** Written by the database: whoever declines is no member. */
  transferDeclined: {
    name: 'transfer.declined',
    subject: 'transferId',
    payload: z.object({ transferId: z.uuid() }),
  },
  accountRenamed: { name: 'account.renamed', subject: 'accountId', payload: z.object({ accountId: z.uuid() }) },
  accountCancelled: { name: 'account.cancelled', subject: 'accountId', payload: account },
  accountResumed: { name: 'account.resumed', subject: 'accountId', payload: account },
});
