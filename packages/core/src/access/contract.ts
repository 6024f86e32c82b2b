// The safe door of access: who may do what in a workspace. The statement of rights itself is in the kernel, which every verb needs.

import { z } from 'zod';
import { Email } from '../identity/contract.ts';
import { defineErrors, defineEvents, givable, memberRoles } from '../kernel/contract.ts';
import { linkEventTable } from './links-contract.ts';

export {
  givable,
  type MemberRole,
  may,
  mayGrant,
  memberRoles,
  type Permission,
  permissions,
  type Role,
  rightsOf,
  rolesWith,
} from '../kernel/contract.ts';
export * from './links-contract.ts';

export type MemberRow = { personId: string; name: string; email: string; role: string };

/** Somebody of the workspace, as the page of its people shows them. Instants are ISO texts. */
export type PersonRow = MemberRow & {
  customRoleId: string | null;
  isBlocked: boolean;
  /** Blocked because the plan has no place for them. */
  isFrozen: boolean;
  joinedAt: string;
  /** What names their present picture in its address; null without one. */
  photo: string | null;
  /** At it within the last three minutes. */
  isOnline: boolean;
  /** Null when they have not been here for 90 days. */
  lastSeenAt: string | null;
  /** Null for whoever may not change people, and when it is more than 90 days ago. */
  lastLoginAt: string | null;
  teamIds: string[];
};

/** Seats of the workspace's account; amounts in cents. */
export type Seats = {
  people: number;
  /** Open invitations to addresses that have no seat yet. */
  invited: number;
  used: number;
  /** Null is without end. */
  max: number | null;
  currency: string;
  interval: 'month' | 'year';
  /** What the next seat adds to the price; 0 when it is included. */
  nextCents: number;
  /** The plan that has room for more; null when this one has, or when none does. */
  lift: { plan: string; name: { es: string; en: string }; max: number | null; fromCents: number | null } | null;
};

export type InvitationRow = {
  id: string;
  email: string;
  role: string;
  customRoleId: string | null;
  invitedBy: string;
  sentAt: string;
  expiresAt: string;
  isExpired: boolean;
};

export type CustomRoleRow = { id: string; name: string; permissions: string[]; people: number; invitations: number };
export type TeamRow = { id: string; name: string; personIds: string[] };

/** What ends and what is left when somebody goes. */
export type Removal = {
  /** In how many workspaces: an owner goes from all of the account. */
  workspaces: number;
  isLastOwner: boolean;
  /** How much of each kind somebody else shall have: conversations, and whatever more modules keep by person. */
  leaves: Record<string, number>;
  links: number;
  invitations: number;
};

/** How long an invitation waits. */
export const INVITATION_DAYS = 7;
/** Between two letters of one invitation. */
export const INVITATION_RESEND_SECONDS = 30;
export const ROLE_NAME_MAX = 60;

const line = z.string().trim().min(1).max(ROLE_NAME_MAX);
const invitable = memberRoles.filter((each) => each !== 'owner');
const named = <Given extends { role: string; customRoleId?: string | null | undefined }>(given: Given) =>
  (given.role === 'custom') === (typeof given.customRoleId === 'string');
const unnamed = { message: 'role', path: ['customRoleId'] };

export const InviteMember = z
  .object({ email: Email, role: z.enum([...invitable, 'custom']), customRoleId: z.uuid().nullish() })
  .refine(named, unnamed);
export const OneInvitation = z.object({ invitationId: z.uuid() });
export const ChangeRole = z
  .object({ personId: z.uuid(), role: z.enum([...memberRoles, 'custom']), customRoleId: z.uuid().nullish() })
  .refine(named, unnamed);
export const SetBlocked = z.object({ personId: z.uuid(), blocked: z.boolean() });
export const OnePerson = z.object({ personId: z.uuid() });
/** `heirId` has the conversations from then on; null leaves them to nobody. */
export const RemoveMember = z.object({ personId: z.uuid(), heirId: z.uuid().nullable() });
export const SaveRole = z.object({
  roleId: z.uuid().nullish(),
  name: line,
  permissions: z.array(z.enum(givable)).min(1).max(givable.length),
});
export const OneRole = z.object({ roleId: z.uuid() });
export const SaveTeam = z.object({ teamId: z.uuid().nullish(), name: line, personIds: z.array(z.uuid()).max(1000) });
export const OneTeam = z.object({ teamId: z.uuid() });

export const accessErrors = defineErrors('access', {
  noMember: 'NOT_FOUND',
  noRole: 'NOT_FOUND',
  noHeir: 'NOT_FOUND',
  noTeam: 'NOT_FOUND',
  above: 'FORBIDDEN',
  self: 'PRECONDITION',
  lastOwner: 'PRECONDITION',
  isBlocked: 'PRECONDITION',
  /** The plan has no place for them. */
  isFrozen: 'PRECONDITION',
  namedRole: 'PRECONDITION',
  alreadyMember: 'CONFLICT',
  alreadyInvited: 'CONFLICT',
  invitationGone: 'NOT_FOUND',
  resendTooSoon: 'RATE_LIMITED',
  nameTaken: 'CONFLICT',
  roleInUse: 'CONFLICT',
  tooManyRoles: 'LIMIT',
  rolesNotInPlan: 'UPGRADE',
});

const role = { role: z.string(), customRoleId: z.uuid().nullish() };
/** The addresses whose invitations whoever lost the right to invite them had sent. */
const calledBack = { calledBack: z.array(z.string()).optional() };
export const accessEvents = defineEvents('access', {
  ...linkEventTable,
  invited: {
    name: 'invitation.sent',
    subject: 'invitationId',
    payload: z.object({ invitationId: z.uuid(), email: z.string(), ...role }),
  },
  resent: {
    name: 'invitation.resent',
    subject: 'invitationId',
    payload: z.object({ invitationId: z.uuid(), email: z.string() }),
  },
  revoked: {
    name: 'invitation.revoked',
    subject: 'invitationId',
    payload: z.object({ invitationId: z.uuid(), email: z.string() }),
  },
  /** Told by the database, when somebody takes an invitation up. */
  joined: {
    name: 'member.joined',
    subject: 'personId',
    payload: z.object({ personId: z.uuid(), role: z.string(), invitationId: z.uuid() }),
  },
  roleChanged: {
    name: 'member.role_changed',
    subject: 'personId',
    payload: z.object({ personId: z.uuid(), from: z.string(), ...role, ...calledBack }),
  },
  blocked: { name: 'member.blocked', subject: 'personId', payload: OnePerson.extend(calledBack) },
  unblocked: { name: 'member.unblocked', subject: 'personId', payload: OnePerson },
  removed: {
    name: 'member.removed',
    subject: 'personId',
    payload: z.object({
      personId: z.uuid(),
      name: z.string(),
      role: z.string(),
      heirId: z.uuid().nullable(),
      workspaces: z.number(),
      ended: z.object({}).catchall(z.number()),
    }),
  },
  left: {
    name: 'member.left',
    subject: 'personId',
    payload: z.object({ personId: z.uuid(), role: z.string(), workspaces: z.number() }),
  },
  roleSaved: {
    name: 'role.saved',
    subject: 'roleId',
    payload: z.object({ roleId: z.uuid(), name: z.string(), permissions: z.array(z.string()) }),
  },
  roleDeleted: {
    name: 'role.deleted',
    subject: 'roleId',
    payload: z.object({ roleId: z.uuid(), name: z.string() }),
  },
  teamSaved: {
    name: 'team.saved',
    subject: 'teamId',
    payload: z.object({ teamId: z.uuid(), name: z.string(), personIds: z.array(z.uuid()) }),
  },
  teamDeleted: { name: 'team.deleted', subject: 'teamId', payload: OneTeam },
});
