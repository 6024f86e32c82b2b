import { z } from 'zod';

/** The most planned messages of one conversation that wait. */
export const PLANNED_AT_MOST = 20;
const DAYS_AT_MOST = 400;

/** One that waits; held back because the customer wrote; refused, with the reason. */
export type PlannedState = 'planned' | 'held' | 'refused';
export type PlannedReason = 'wrote' | 'blocked' | 'limit' | 'author' | 'closed' | 'paused';

/** A message that somebody wrote for later, as long as it has neither gone nor been cancelled. */
export type PlannedRow = {
  id: string;
  conversationId: string;
  body: string;
  /** Who wrote it last, in whose name it goes. */
  author: { id: string; name: string };
  at: string;
  /** Whether it goes also when the customer has written since. */
  sendsAnyway: boolean;
  /** Since when a message of the customer holds it back. */
  since: string;
  state: PlannedState;
  reason: PlannedReason | null;
  version: number;
};

const text = z
  .string()
  .max(65_536, { message: 'tooLong' })
  .refine((body) => body.trim() !== '', { message: 'empty' });
const at = z.iso
  .datetime()
  .refine((moment) => Date.parse(moment) < Date.now() + DAYS_AT_MOST * 86_400_000, { message: 'tooFar' });

export const PlanMessage = z.object({
  conversationId: z.uuid(),
  /** Made by the screen and kept for every try; the message that comes of it carries it too, so that it goes out once. */
  clientMessageId: z.uuid(),
  text,
  at,
  sendsAnyway: z.boolean().default(false),
});
export const ChangePlanned = z.object({ plannedId: z.uuid(), text, at, sendsAnyway: z.boolean() });
export const PlannedId = z.object({ plannedId: z.uuid() });

export const plannedErrorTable = {
  plannedNotFound: 'NOT_FOUND',
  plannedPast: 'INVALID',
  /** It has gone, or somebody cancelled it. */
  plannedOver: 'CONFLICT',
  tooManyPlanned: 'LIMIT',
} as const;

const OnePlanned = z.object({ conversationId: z.uuid(), plannedId: z.uuid() });
export const plannedEventTable = {
  planChanged: { name: 'plan.changed', subject: 'plannedId', payload: OnePlanned },
  planCancelled: { name: 'plan.cancelled', subject: 'plannedId', payload: OnePlanned },
  /** Its time came and it did not go; told once for each time that it was planned. */
  planStopped: {
    name: 'plan.stopped',
    subject: 'plannedId',
    payload: OnePlanned.extend({
      authorId: z.uuid(),
      version: z.number().int(),
      reason: z.enum(['wrote', 'blocked', 'limit', 'author', 'closed', 'paused']),
    }),
  },
} as const;
