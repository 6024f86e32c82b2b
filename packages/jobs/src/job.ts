// The words of jobs: what a definition states and what a handler is given.
import type { DeliveredOf, EventDefinition, PayloadOf } from '@recado/core/kernel';
import type { Logger } from '@recado/runtime/logger';

export type Duration = `${number}${'s' | 'm' | 'h' | 'd'}`;

export type EventTrigger<Event extends EventDefinition = EventDefinition> = {
  readonly kind: 'event';
  readonly event: Event;
  /** CEL over `event`. */
  readonly if?: string;
};
export type CronTrigger = { readonly kind: 'cron'; readonly cron: string; readonly timeZone: string };
export type Trigger = EventTrigger | CronTrigger;

/** Runs for each event of a kind. */
export const on = <Event extends EventDefinition>(event: Event, only: { if?: string } = {}): EventTrigger<Event> => ({
  kind: 'event',
  event,
  ...only,
});

/** Runs at the minutes of a cron expression, as clocks show them in a time zone. */
export const cron = (expression: string, timeZone = 'UTC'): CronTrigger => ({
  kind: 'cron',
  cron: expression,
  timeZone,
});

/** What a run was started by. */
export type Delivered<T extends Trigger> =
  T extends EventTrigger<infer Event>
    ? { readonly id: string; readonly name: string; readonly at: Date; readonly data: DeliveredOf<Event> }
    : { readonly id: string; readonly name: string; readonly at: Date; readonly data: { readonly cron?: string } };

/** What JSON keeps: the engine stores what a step answers and hands it to every later call of the run. */
export type Storable = string | number | boolean | null | undefined | Storable[] | { readonly [key: string]: Storable };

type Waiting<Event extends EventDefinition> = {
  event: Event;
  timeout: Duration;
  /** A path that must be equal in both events, `data.mailId`; or CEL over `event` (the run's) and `async` (the awaited). */
  match?: string;
  if?: string;
};

/** The tools of a handler. Each call is remembered under its id, which must not depend on the hour or on chance. */
export type Steps = {
  /** Does work once: when the run comes by again, its stored answer is given. In flight when a process dies, it starts again. */
  run<T extends Storable>(id: string, work: () => Promise<T> | T): Promise<T>;
  sleep(id: string, duration: Duration): Promise<void>;
  sleepUntil(id: string, time: Date): Promise<void>;
  /** The awaited event's payload, or null when it did not come in time. */
  waitForEvent<Event extends EventDefinition>(id: string, wait: Waiting<Event>): Promise<DeliveredOf<Event> | null>;
  sendEvent<Event extends EventDefinition>(
    id: string,
    event: Event,
    payloads: (PayloadOf<Event> & { workspaceId?: string })[],
  ): Promise<void>;
  /** Runs another job and waits for what it answers. */
  invoke<Event extends EventDefinition, Output>(
    id: string,
    job: Job<EventTrigger<Event>, Output>,
    payload: PayloadOf<Event> & { workspaceId?: string },
    timeout?: Duration,
  ): Promise<Output>;
};

/** What a handler is called with. It runs from its beginning after every step: whatever must happen once happens in a step. */
export type JobContext<T extends Trigger, Services> = {
  readonly event: Delivered<T>;
  /** All events of a batch; otherwise the one. */
  readonly events: readonly Delivered<T>[];
  readonly steps: Steps;
  readonly runId: string;
  /** 0 the first time. */
  readonly attempt: number;
  readonly services: Services;
  readonly log: Logger;
};

type Limit = { limit: number; key?: string };
type Retries = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20;

/** What every job states, and what it may state besides: nothing that only one engine runs. */
export type JobOptions<T extends Trigger> = {
  /** Unique among all jobs, and never changed: runs under way are found by it. */
  id: string;
  /** The module of core whose verbs it calls. */
  module: string;
  triggers: readonly [T, ...T[]];
  retries: Retries;
  /** How many steps of this job run at once, in all or for each value of a key (CEL). */
  concurrency: 'unlimited' | Limit | readonly [Limit, Limit];
  /** The key (CEL) of which a day sees one run; or why a second run for the same thing does no harm. */
  idempotency: { key: string } | { harmless: string };
  throttle?: { limit: number; period: Duration; key?: string; burst?: number };
  rateLimit?: { limit: number; period: Duration; key?: string };
  debounce?: { period: Duration; key?: string; timeout?: Duration };
  batch?: { maxSize: number; timeout: Duration; key?: string };
  singleton?: { mode: 'skip' | 'cancel'; key?: string };
  cancelOn?: { event: EventDefinition; match?: string; if?: string; timeout?: Duration }[];
  timeouts?: { start?: Duration; finish?: Duration };
  /** CEL that answers seconds: runs are taken as if they had come so much earlier. */
  priority?: { run: string };
};

/** A job that failed for good, as its onFailure learns of it. */
export type Failure<T extends Trigger> = {
  readonly event: Delivered<T>;
  readonly runId: string;
  readonly error: Error;
};

/** A job as defineJob makes it. */
export type Job<T extends Trigger = Trigger, Output = unknown> = {
  readonly options: JobOptions<T>;
  /** Never read; it carries the type of what the job answers. */
  readonly answers?: Output;
};
