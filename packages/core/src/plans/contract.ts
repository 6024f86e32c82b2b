// The safe door of plans: what a plan holds, and the errors about limits.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

/** What is counted against a plan. Null in a plan means without end. */
export const limitNames = [
  'numbers',
  'widgets',
  'workspaces',
  'contacts',
  'aiMessages',
  'messages',
  'historyDays',
  'services',
  'templates',
] as const;
export type LimitName = (typeof limitNames)[number];

export const featureNames = [
  'crm',
  'plannedMessages',
  'campaigns',
  'segments',
  'notes',
  'customFields',
  'export',
  'visibility',
  'adminTwoFactor',
  'accessLinks',
  'whiteLabel',
  'api',
  'webhooks',
  'sso',
  'allowList',
  'customRoles',
  'roles',
  'dashboard',
  'reports',
  'analytics',
  'customReports',
  'bookings',
  'payments',
  'calendar',
  'connectors',
  'drip',
  'abTests',
  'ownBackup',
  'onboarding',
  'accountManager',
  'training',
  'onPremise',
  'audit',
] as const;
export type FeatureName = (typeof featureNames)[number];

/** What a full CRM has beside a basic one, which is contacts, their history and labels. */
export const fullCrm = ['campaigns', 'segments', 'notes', 'customFields', 'export'] as const satisfies FeatureName[];

/** The catalogues that an operator may sell from; the texts and numbers are in rules/catalogues. */
export const presetNames = ['recado', 'wallie', 'whahook', 'chatflow', 'b2b'] as const;
export type PresetName = (typeof presetNames)[number];

/** Who answers, and when: `always` is day and night, `dedicated` somebody of one's own. */
export const supportLevels = ['email', 'chat', 'phone', 'priority', 'always', 'dedicated'] as const;

const count = z.number().int().min(0).nullable();
const text = z.string().min(1).max(60);
const key = z.string().regex(/^[a-z][a-z0-9_]{1,39}$/);

/** One version of one plan as the catalogue holds it; never changed once somebody is on it. */
export const PlanVersion = z
  .object({
    /** The catalogue that it was sold from; its name begins the plan's, but for Recado's own. */
    preset: z.enum(presetNames).default('recado'),
    plan: key,
    version: z.number().int().min(1),
    name: z.object({ es: text, en: text }),
    /** Null is on quotation. */
    price: z.object({ cents: count, currency: z.string().regex(/^[A-Z]{3}$/), interval: z.enum(['month', 'year']) }),
    trialDays: z.number().int().min(0).max(90),
    /** How many sessions one person may have at once; never derived from the plan's name. */
    sessions: z.object({
      perPerson: z.number().int().min(1).max(32),
      /** Minutes without input after which a session ends, where the account chose none; null leaves that to the product. */
      idleMinutes: z.number().int().min(5).max(240).nullable().default(null),
    }),
    seats: z.object({
      included: count,
      min: z.number().int().min(1),
      max: count,
      extraCents: count,
      /** Over what people are counted. */
      per: z.enum(['account', 'workspace']).default('account'),
    }),
    /** What is not named has no end. */
    limits: z
      .object(
        Object.fromEntries(limitNames.map((name) => [name, count.default(null)])) as Record<
          LimitName,
          z.ZodDefault<typeof count>
        >,
      )
      .strict(),
    features: z.array(z.enum(featureNames)),
    support: z.enum(supportLevels),
    slaPercent: z.number().min(90).max(100).nullable(),
    /** The plan that lifts its limits. */
    next: z.string().nullable(),
    /** Not sold any more; whoever is on it stays. */
    isLegacy: z.boolean().default(false),
  })
  .strict()
  .refine(({ seats }) => seats.max === null || seats.max >= seats.min, { message: 'seats', path: ['seats', 'max'] })
  .refine(({ preset, plan }) => preset === 'recado' || plan.startsWith(`${preset}_`), {
    message: 'begins with the name of its catalogue',
    path: ['plan'],
  });
export type PlanVersion = z.output<typeof PlanVersion>;

export type Catalogue = readonly PlanVersion[];

/** A catalogue as an operator chooses it: what is sold, and how somebody new begins. */
export const Preset = z
  .object({
    preset: z.enum(presetNames),
    /** The plan that a new account is put on. */
    start: key,
    trial: z
      .object({
        days: z.number().int().min(1).max(90),
        /** The plan whose limits and features hold meanwhile; `any` is the one that was chosen. */
        as: z.union([z.literal('any'), key]),
        needsCard: z.boolean(),
        /** What follows when it was not paid for: a plan to go on with, or the account is deactivated. */
        after: z.array(z.union([z.literal('deactivated'), key])).min(1),
      })
      .strict()
      .nullable(),
    plans: z.array(z.unknown()).min(1),
  })
  .strict();
/** A catalogue as it is written down: what is left out is as PlanVersion says. */
export type PresetSource = Omit<z.input<typeof Preset>, 'plans'> & { plans: z.input<typeof PlanVersion>[] };
export type Preset = Omit<z.output<typeof Preset>, 'plans'> & { plans: Catalogue };

/** What an account may do and how much of it. */
export type Entitlements = {
  plan: string;
  version: number;
  name: { es: string; en: string };
  sessionsPerPerson: number;
  seats: PlanVersion['seats'];
  limits: Record<LimitName, number | null>;
  features: ReadonlySet<FeatureName>;
  /** The plan to offer when a limit is reached. */
  next: string | null;
};

/** Whom something is offered to: a business for itself, or an agency that works for others. */
export type OfferedTo = 'business' | 'agency';

/** A plan for several people, as it is shown to those who share one login; amounts in cents. */
export type TeamOffer = {
  plan: string;
  name: { es: string; en: string };
  currency: string;
  interval: 'month' | 'year';
  baseCents: number;
  /** Null where people cost nothing more. */
  seatCents: number | null;
  includedSeats: number | null;
  minSeats: number;
  maxSeats: number | null;
  /** What the fewest people that it takes pay together. */
  fromCents: number;
  sessionsPerPerson: number;
};

export const planEvents = defineEvents('plans', {
  /** The staff set an account's plan by hand; in the audit of its workspaces, told to nobody. */
  set: { name: 'plan.set', subject: 'accountId', payload: z.object({ accountId: z.uuid(), reason: z.string() }) },
});

export const planErrors = defineErrors('plans', {
  unknownPlan: 'NOT_FOUND',
  badCatalogue: 'INTERNAL',
  limitReached: 'LIMIT',
  notInPlan: 'UPGRADE',
  /** What goes out by itself or makes the account larger rests until its plan is paid. */
  paused: 'PRECONDITION',
  /** A version that accounts are on was written anew. */
  versionTaken: 'CONFLICT',
});
