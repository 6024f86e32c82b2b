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
] as const;
export type LimitName = (typeof limitNames)[number];

export const featureNames = [
  'crm',
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
] as const;
export type FeatureName = (typeof featureNames)[number];

const count = z.number().int().min(0).nullable();
const text = z.string().min(1).max(60);

/** One version of one plan as the catalogue holds it; never changed once somebody is on it. */
export const PlanVersion = z
  .object({
    plan: z.string().regex(/^[a-z][a-z0-9_]{1,39}$/),
    version: z.number().int().min(1),
    name: z.object({ es: text, en: text }),
    /** Null is on quotation. */
    price: z.object({ cents: count, currency: z.string().regex(/^[A-Z]{3}$/), interval: z.enum(['month', 'year']) }),
    trialDays: z.number().int().min(0).max(90),
    /** How many sessions one person may have at once; never derived from the plan's name. */
    sessions: z.object({ perPerson: z.number().int().min(1).max(32) }),
    seats: z.object({ included: count, min: z.number().int().min(1), max: count, extraCents: count }),
    limits: z.object(Object.fromEntries(limitNames.map((name) => [name, count])) as Record<LimitName, typeof count>),
    features: z.array(z.enum(featureNames)),
    support: z.enum(['email', 'chat', 'phone']),
    slaPercent: z.number().min(90).max(100).nullable(),
    /** The plan that lifts its limits. */
    next: z.string().nullable(),
  })
  .strict()
  .refine(({ seats }) => seats.max === null || seats.max >= seats.min, { message: 'seats', path: ['seats', 'max'] });
export type PlanVersion = z.output<typeof PlanVersion>;

export type Catalogue = readonly PlanVersion[];

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

/** A plan sold by the seat, as it is shown to people who share one login; amounts in cents. */
export type TeamOffer = {
  plan: string;
  name: { es: string; en: string };
  currency: string;
  interval: 'month' | 'year';
  baseCents: number;
  seatCents: number;
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
});
