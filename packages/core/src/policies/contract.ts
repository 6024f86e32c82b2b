// The safe door of policies: what an account binds its people to, and how safe its team is.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

export const factorPolicies = ['nobody', 'admins', 'everybody'] as const;
export type FactorPolicy = (typeof factorPolicies)[number];

export const IDLE_LEAST = 5;
export const IDLE_MOST = 45;
export const LIST_MOST = 100;

/** An address or a network, of either kind: `203.0.113.7`, `203.0.113.0/24`, `2001:db8::/32`. */
const Network = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);

export const SetPolicies = z.object({
  twoFactor: z.enum(factorPolicies),
  /** Minutes without input after which a session ends; null is the house's own. */
  idleMinutes: z.number().int().min(IDLE_LEAST).max(IDLE_MOST).nullable(),
  /** From where the account's people may work; empty is from everywhere. */
  allowList: z.array(z.string().trim().pipe(Network)).max(LIST_MOST),
});
export type SetPolicies = z.output<typeof SetPolicies>;

export type Policies = SetPolicies & {
  /** Until when the list rests, since an owner was outside of it. */
  pausedUntil: string | null;
  /** Where the caller is seen from. */
  address: string | null;
  /** Whether the plan has the policies of factor and idle time, and the list. */
  mayFactor: boolean;
  mayList: boolean;
};

/** A person of the workspace and what protects them. Counts are of seven days. */
export type TeamMember = {
  personId: string;
  name: string;
  role: string;
  factors: string[];
  passkeys: number;
  newDevices: number;
  /** Requests of a session that was copied, or that somebody said was not theirs. */
  refused: number;
  /** Wrong passwords of the last 24 hours, from browsers that were never theirs; a right one from the same place takes back its own. */
  failed: number;
  sessions: { browser: string; system: string; deviceType: string; place: string | null; lastSeenAt: string }[];
};
export type TeamSecurity = { people: TeamMember[]; liveLinks: number; exports: number; mend: Mend[] };

export const mendKinds = ['copied', 'factorLess', 'policyOff', 'manyLinks', 'newDevices', 'manyExports'] as const;
/** Something to mend: how many it is about, and who, by name. */
export type Mend = { kind: (typeof mendKinds)[number]; count: number; names: string[] };

const ofAccount = { subject: 'accountId' } as const;
export const policiesEvents = defineEvents('policies', {
  changed: { name: 'policy.changed', ...ofAccount, payload: z.object({ accountId: z.uuid() }) },
  /** An owner let the list rest for an hour; the operator took one away, which the database writes and nobody is told of. */
  paused: { name: 'list.paused', ...ofAccount, payload: z.object({ accountId: z.uuid(), until: z.string() }) },
  lifted: { name: 'list.lifted', ...ofAccount, payload: z.object({ accountId: z.uuid(), reason: z.string() }) },
  /** Somebody looked at how safe the team is; written down, told to nobody. */
  securityRead: { name: 'security.read', payload: z.object({ page: z.literal('team') }) },
});

export const policyErrors = defineErrors('policies', {
  /** Thrown by the door: the caller's address is not on the list. */
  outside: 'FORBIDDEN',
  wouldLockOut: 'PRECONDITION',
  needsOwnFactor: 'PRECONDITION',
  notInPlan: 'UPGRADE',
  /** There is no address list that could rest. */
  noList: 'PRECONDITION',
});
