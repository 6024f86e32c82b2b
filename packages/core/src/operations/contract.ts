// The safe door of operations: what Recado's own people see of the work that is not a request.
import { z } from 'zod';
import type { LeadSource } from '../identity/contract.ts';
import { defineErrors } from '../kernel/contract.ts';

export const runStatuses = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

/** Whether a run still goes on; what has ended can only be started again. */
export const isLive = (status: RunStatus): boolean => status === 'queued' || status === 'running';

/** A function's id without the name of the app, as people call it. */
export const shortName = (functionId: string): string => functionId.replace(/^recado-/, '');

/** Who stands behind the staff's door. */
export type StaffPerson = { personId: string; name: string; email: string };

export type Trigger =
  | { kind: 'event'; event: string; expression: string | null }
  | { kind: 'cron'; cron: string; nextAt: string | null };

export type FunctionRow = {
  id: string;
  /** Its id without the name of the app. */
  name: string;
  module: string | null;
  triggers: Trigger[];
  /** Tries after the first. */
  retries: number;
  /** Empty: as many at once as there are workers. */
  concurrency: { limit: number; key: string | null }[];
  /** Since when the app serves it no longer. */
  goneAt: string | null;
  lastRun: { id: string; status: RunStatus; at: string } | null;
  /** Runs that failed for good within 24 hours. */
  failures: number;
};

export type RunRow = {
  id: string;
  functionId: string;
  status: RunStatus;
  eventId: string;
  /** Null once the event was forgotten. */
  eventName: string | null;
  events: number;
  queuedAt: string;
  startedAt: string | null;
  endedAt: string | null;
  /** The run whose events this one was started with again. */
  rerunOf: string | null;
};

/** What went wrong, as the function threw it. */
export type RunError = { name: string; message: string; stack: string | null };

export type StepRow = {
  id: string;
  name: string;
  op: string;
  status: 'planned' | 'retrying' | 'completed' | 'failed';
  attempts: number;
  startedAt: string;
  endedAt: string | null;
  /** When a sleep, a wait or the next try ends. */
  dueAt: string | null;
  hasOutput: boolean;
  error: RunError | null;
};

/** One try that did not succeed; `final` failed the run. */
export type AttemptRow = { step: string | null; attempt: number; at: string; final: boolean; error: RunError };

export type RunDetail = RunRow & {
  functionName: string | null;
  hasOutput: boolean;
  error: RunError | null;
  dueAt: string | null;
  triggeredBy: { id: string; name: string; receivedAt: string }[];
  steps: StepRow[];
  attempts: AttemptRow[];
  parent: { id: string; functionId: string } | null;
  children: { id: string; functionId: string; status: RunStatus; kind: 'invoked' | 'rerun' }[];
  /** Asked of the executor and not yet done. */
  asked: ('cancel' | 'rerun')[];
};

export type QueueFigures = {
  depth: { kind: string; waiting: number; later: number }[];
  /** How long the oldest waits that could be called now; null when nothing waits. */
  oldestWaitingSeconds: number | null;
  /** Waits for a concurrency or throttle limit. */
  blocked: number;
  /** Calls of the app under way. */
  calling: number;
  live: number;
  /** `setAside`: events that the engine refuses for ever. */
  outbox: { count: number; lagSeconds: number; setAside: number };
  failures: { functionId: string; day: number; week: number }[];
  /** Of the last seven days. */
  refused: { reason: string; count: number }[];
  /** Ended runs of the last 24 hours, oldest first. */
  hours: { at: string; completed: number; failed: number }[];
};

/** An event that an engine refuses for ever, without what it carries. */
export type DeadLetterRow = {
  id: string;
  /** Its place in the order in which events were told. */
  seq: number;
  name: string;
  emittedAt: string;
  /** An HTTP status, a SQLSTATE or the name of an error. */
  code: string;
  tries: number;
  setAsideAt: string;
};

export type StaffActionRow = {
  id: number;
  at: string;
  personId: string;
  /** Null when the person is no longer known. */
  name: string | null;
  action: string;
  subject: string | null;
  detail: Record<string, unknown>;
  requestId: string | null;
  address: string | null;
};

/** How the wall of one session went over the last days. */
export type WallFigures = {
  /** How many sessions came to each step; a step that none came to is missing. */
  funnel: { [Step in WallStep]?: number };
  people: number;
  leads: number;
  /** Null when the installation has no such experiment. */
  idle: {
    running: boolean;
    since: string;
    variants: { variant: string; people: number; logins: number; idle: number; displaced: number }[];
  } | null;
};
export const wallSteps = ['displaced', 'view', 'take_back', 'mine', 'several', 'not_me'] as const;
export type WallStep = (typeof wallSteps)[number];

/** Somebody who met the wall and asks for a word with us. */
export type LeadRow = {
  id: number;
  at: string;
  name: string;
  email: string;
  source: LeadSource;
  words: string;
  /** Of the 30 days before they asked. */
  signals: {
    displaced: number;
    several: number;
    notMe: number;
    logins: number;
    devices: number;
    sessionLimit: number;
    workspaces: string[];
    /** Of one of the first accounts that paid. */
    isPriority?: boolean;
  };
  handledAt: string | null;
  handledBy: string | null;
};

/** An account that had its money back, or waits for it. */
export type MoneyBackRow = {
  accountId: string;
  account: string;
  askedAt: string;
  doneAt: string | null;
  cents: number;
  currency: string;
  notes: { invoice: string; number: string; cents: number }[];
};
export const MONEY_BACK_SHOWN = 50;

/** A month of the service's promise: how much of it the product was there, and what is credited for it. */
export type SlaRow = {
  /** `2026-11`. */
  month: string;
  /** In percent. */
  uptime: number;
  /** Of what was paid in it. */
  percent: number;
  enteredAt: string;
  confirmedAt: string | null;
  accounts: number;
  cents: number;
  /** Of the accounts, those whose provider has the credit. */
  booked: number;
};

/**
 * A month of what recurs, before tax and after discounts, in one currency: what the accounts paid for a month at its beginning and at its end, and how the one
 * became the other. `contractionCents` and `churnCents` are below zero.
 */
export type RevenueRow = {
  /** `2026-11`, in UTC. */
  month: string;
  currency: string;
  openingCents: number;
  newCents: number;
  /** Of accounts that had left. */
  backCents: number;
  expansionCents: number;
  contractionCents: number;
  churnCents: number;
  closingCents: number;
  /** How many pay at its end, and how many left in it. */
  accounts: number;
  churned: number;
  /** Invoices of the month without their tax; what was paid in it with it, and what of that was given back since. */
  invoicedCents: number;
  paidCents: number;
  creditedCents: number;
};
export const REVENUE_MONTHS = 13;

/** A payment that its bank disputes; `status` is the provider's word. */
export type DisputeRow = {
  id: string;
  accountId: string;
  account: string;
  status: string;
  reason: string | null;
  currency: string;
  cents: number;
  openedAt: string;
  dueAt: string | null;
};
export const DISPUTES_SHOWN = 50;

/** `2026-11`; what is none is refused as a month that is not over. */
const Month = z.string().max(7);
export const EnterSla = z.object({ month: Month, uptime: z.number().min(0).max(100) });
/** With the share that whoever confirms it was shown. */
export const ConfirmSla = z.object({ month: Month, percent: z.int().min(1).max(100) });

export const RUNS_PER_PAGE = 40;
export const LEADS_PER_PAGE = 40;
export const DEAD_LETTERS_PER_PAGE = 40;
export const STAFF_ACTIONS_PER_PAGE = 50;

const RunId = z.string().trim().min(1).max(64);

export const ListRuns = z.object({
  functionId: z.string().max(200).nullish(),
  status: z.enum(runStatuses).nullish(),
  /** The beginning of a run's or an event's id, or the whole id that an event's sender gave it. */
  text: z.string().trim().max(200).nullish(),
  before: RunId.nullish(),
});
export const OneRun = z.object({ runId: RunId });
/** A piece of what a run carries: its output, what an event brought, what a step answered. Each look is logged. */
export const ReadPayload = z.object({
  runId: RunId,
  of: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('output') }),
    z.object({ kind: z.literal('event'), id: z.string().max(200) }),
    z.object({ kind: z.literal('step'), id: z.string().max(200) }),
  ]),
});
const Place = z.number().int().nonnegative().safe();
export const ListDeadLetters = z.object({ before: Place.nullish() });
export const OneDeadLetter = z.object({ id: z.uuid() });
export const ListStaffActions = z.object({ personId: z.uuid().nullish(), before: Place.nullish() });
export const ReadWall = z.object({ days: z.union([z.literal(7), z.literal(30), z.literal(90)]) });
export const ListLeads = z.object({ handled: z.boolean(), before: Place.nullish() });
export const OneLead = z.object({ id: Place });
export type PayloadOf = z.output<typeof ReadPayload>['of'];

export const operationsErrors = defineErrors('operations', {
  runNotFound: 'NOT_FOUND',
  runHasEnded: 'CONFLICT',
  runIsLive: 'CONFLICT',
  eventForgotten: 'PRECONDITION',
  functionGone: 'PRECONDITION',
  payloadGone: 'NOT_FOUND',
  deadLetterSettled: 'NOT_FOUND',
  /** The month runs still, or its credits were confirmed. */
  slaShut: 'PRECONDITION',
});
