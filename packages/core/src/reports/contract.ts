// The safe door of reports: figures about a company's work.
import type { ChannelState } from '../channels/contract.ts';
import type { MessageKind } from '../conversations/contract.ts';
import type { LimitName } from '../plans/contract.ts';

/** What is counted for every day: messages by direction, threads and people with a message. */
export const usageMetrics = ['messages_in', 'messages_out', 'conversations_active', 'contacts_active'] as const;
export type UsageMetric = (typeof usageMetrics)[number];

/** How many conversations that wait are shown with the figures, and where their count ends. */
export const WAITING_SHOWN = 5;
export const COUNTED_TO = 100;
/** From which share of a limit it is told that it is near. */
export const NEAR = 0.8;
/** How many days the chart has at most. */
export const DAYS_SHOWN = 30;

/** A month's figures, of what the caller sees. */
export type MonthFigures = {
  received: number;
  sent: number;
  /** Conversations that began, and of those, the ones that a customer began. */
  begun: number;
  asked: number;
  /** Of those that a customer began, how many have an answer, and half of these had it within so many seconds. */
  answered: number;
  secondsToAnswer: number | null;
};
export type Day = { day: string; in: number; out: number };

export type Months = {
  today: string;
  thisMonth: MonthFigures;
  /** The last month up to the same day: its first and last one. */
  lastMonth: MonthFigures;
  compared: { from: string; to: string };
  days: Day[];
};

export const limitsShown = ['numbers', 'contacts', 'workspaces', 'messages'] as const satisfies readonly LimitName[];
export type PlanLimit = {
  name: (typeof limitsShown)[number] | 'seats';
  used: number;
  limit: number;
  state: 'fine' | 'near' | 'full';
};

export type HomeNumber = {
  id: string;
  name: string;
  number: string | null;
  state: ChannelState;
  wanted: 'open' | 'closed' | 'logged_out';
  since: string;
};

/** What a workspace begins with. What is null is not the caller's to see. */
export type Home = {
  /** Whose conversations the figures are about. */
  sees: 'all' | 'own_unassigned' | 'own';
  months: Months | null;
  /** Those that wait for an answer, the oldest first; the count ends at COUNTED_TO. */
  waiting: {
    count: number;
    /** How many of what was promised is late; counted to the same end. */
    late: number;
    rows: { id: string; name: string; number: string | null; preview: string; kind: MessageKind; since: string }[];
  } | null;
  numbers: HomeNumber[] | null;
  limits: {
    plan: { es: string; en: string };
    /** The plan that lifts them; null where there is none above. */
    next: { es: string; en: string } | null;
    rows: PlanLimit[];
  } | null;
};
