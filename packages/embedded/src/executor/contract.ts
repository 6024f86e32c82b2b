import type { Logger } from '@recado/runtime/logger';

/** An event as a sender gives it: with its own `id`, sending it twice is sending it once. */
export type InboundEvent = {
  name: string;
  data?: unknown;
  id?: string;
  ts?: number;
  user?: unknown;
  v?: string;
};

export type RetentionOptions = {
  /** How long a finished run stays readable. */
  runDays?: number;
  /** How long an event without runs stays; also how long its id is remembered as sent. At least one day. */
  eventDays?: number;
  /** Rows per statement. */
  batch?: number;
};

export type ExecutorOptions = {
  /** Logs in as recado_jobs. */
  databaseUrl: string;
  /** Where the functions are served. With `fetch` the app is called in process, without a port. */
  app: { url: string; fetch?: typeof fetch };
  signingKey: string;
  eventKey: string;
  log: Logger;
  /** Calls at once. */
  workers?: number;
  /** How long a claim is believed without a sign of life. */
  leaseMs?: number;
  /** The pause before attempt `attempt` + 1; Inngest's table with jitter unless given. */
  backoffMs?: (attempt: number) => number;
  /** Claims that crash without progress before the run fails. */
  crashLimit?: number;
  /** How long `stop` waits for calls under way. */
  drainMs?: number;
  /** How long one call of the app may take. */
  callTimeoutMs?: number;
  retention?: RetentionOptions;
};

export type QueueCounts = {
  /** Could be called now. */
  ready: number;
  /** Being called. */
  claimed: number;
  /** Waits for its time: sleeps, retries, timeouts. */
  timed: number;
  /** Waits for a concurrency or throttle limit. */
  blocked: number;
};

export type ExecutorStats = {
  queue: QueueCounts;
  /** Age in ms of the oldest that could be called now; 0 when nothing waits. */
  oldestReadyMs: number;
  /** `setAside`: what can never be stored. */
  outbox: { waiting: number; oldestMs: number; setAside: number };
  /** What was refused since the process started, by reason. */
  refused: Record<RefusalReason, number>;
  /** Calls under way in this process. */
  calling: number;
  functions: number;
};

export type RefusalReason =
  | 'wrongKey'
  | 'wrongSignature'
  | 'tooLarge'
  | 'malformed'
  | 'unknownFunction'
  | 'unknownRun'
  | 'notFound'
  | 'staleCheckpoint'
  | 'staleAnswer'
  | 'unreadableAnswer';

export type Executor = {
  /** Discovers the functions, retrying until the app answers, then works. */
  start(): Promise<void>;
  /** The HTTP face: event API, runs, checkpoints. */
  handle(request: Request): Promise<Response>;
  /** Stores events and starts what they start; answers their ids. Throws until the functions are known. */
  send(events: InboundEvent[]): Promise<string[]>;
  /** Moves what waits in the outbox in; answers how many. None until the functions are known. */
  takeOutbox(): Promise<number>;
  /** Looks now. */
  nudge(): void;
  stats(): Promise<ExecutorStats>;
  /** Lets calls under way end within a bound and gives back the rest. */
  stop(): Promise<void>;
};
