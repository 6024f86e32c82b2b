// How soon a company answers and resolves.
import { z } from 'zod';

/** What is counted: the first answer of a case, a later one, and until it is resolved. */
export const serviceClocks = ['first', 'next', 'resolve'] as const;
export type ServiceClock = (typeof serviceClocks)[number];

/** What is promised for every conversation, and what for those that matter more. */
export const serviceTiers = ['usual', 'high', 'urgent'] as const;
export type ServiceTier = (typeof serviceTiers)[number];

/** Thirty days. */
export const SERVICE_MINUTES_MAX = 43_200;
const minutes = z.number().int().min(1).max(SERVICE_MINUTES_MAX).nullable();
/** Minutes of work; null promises nothing, and of a tier above the usual one what the usual one says. */
const Target = z.object({ first: minutes, next: minutes, resolve: minutes });
export type ServiceTarget = z.output<typeof Target>;

export const SaveService = z
  .object({
    isOn: z.boolean(),
    /** Whether only the hours that are worked count. */
    keepsHours: z.boolean(),
    targets: z.object({ usual: Target, high: Target, urgent: Target }),
  })
  .refine(({ isOn, targets }) => !isOn || serviceTiers.some((tier) => serviceClocks.some((c) => targets[tier][c])), {
    path: ['targets', 'usual', 'first'],
    message: 'empty',
  });
export type ServiceRules = z.output<typeof SaveService>;

const nothing: ServiceTarget = { first: null, next: null, resolve: null };
/** What holds where a company has said nothing: nothing is promised. */
export const usualService: ServiceRules = {
  isOn: false,
  keepsHours: true,
  targets: { usual: { first: 15, next: 60, resolve: null }, high: nothing, urgent: nothing },
};

/** What is owed first of what runs on a conversation. */
export type RunningClock = {
  kind: ServiceClock;
  dueAt: string /** Whether it was told that it is late. */;
  isTold: boolean;
};

export const serviceEventTable = {
  serviceSaved: { name: 'service.saved', payload: z.object({ isOn: z.boolean() }) },
  /** What was owed since `since` is late; told once. */
  overdue: {
    name: 'conversation.overdue',
    subject: 'conversationId',
    payload: z.object({
      conversationId: z.uuid(),
      clock: z.enum(serviceClocks),
      since: z.iso.datetime(),
      dueAt: z.iso.datetime(),
    }),
  },
} as const;
