import type { Logger } from '@recado/runtime/logger';
import type { Sql } from 'postgres';
import type { ExecutorOptions, RefusalReason } from './contract.ts';
import type { KnownFunction } from './function-config.ts';
import type { EventBody } from './plan-starts.ts';

/** One claimed row of jobs.queue: what is to be done, and the lock that proves who holds it. */
export type Work = {
  id: number;
  lock: string;
  kind: string;
  run: string | null;
  step: string;
  fn: string | null;
  attempt: number;
  crashes: number;
  event: string | null;
  version: number;
  force_plan: boolean;
  stack: string[];
  /** Null when the run has ended meanwhile. */
  events: EventBody[] | null;
  steps: [id: string, status: string, value: unknown, error: unknown][] | null;
};

/** What the executor's verbs share. */
export type Engine = {
  readonly sql: Sql;
  readonly log: Logger;
  readonly options: Required<Omit<ExecutorOptions, 'retention'>>;
  readonly functions: Map<string, KnownFunction>;
  /** The crons of these functions, as two columns. */
  crons: { fns: string[]; expressions: string[] };
  /** Whether the functions are known: what comes before that would start nothing, and is not taken. */
  isReady: boolean;
  /** Whether a function is triggered by the end of runs, which else nobody is told. */
  tellFinished: boolean;
  readonly refused: Record<RefusalReason, number>;
  /** A lock that nobody used before. */
  newLock(): string;
  /** How many calls may begin now. */
  free(): number;
  /** Takes claimed work; its place counts at once. */
  take(work: Work): void;
  /** Keeps places for work that is about to be claimed; the answer gives them back. */
  reserve(count: number): () => void;
  /** Something may be ready. */
  nudge(): void;
  /** Something may come due that nobody has heard of. */
  timed(): void;
};

/** The app has not said yet which functions it serves. */
export class NotReady extends Error {
  constructor() {
    super('The functions are not known yet; try again in a moment.');
  }
}

/** Counts and logs what is refused. */
export function refuse(engine: Engine, reason: RefusalReason, detail: Record<string, unknown> = {}): void {
  engine.refused[reason] += 1;
  engine.log.warn({ reason, ...detail }, 'refused');
}

/** The name under which the SDK knows a claim. */
export const claimName = (work: Pick<Work, 'id' | 'lock'>): string => `${work.id}-${work.lock}`;

export function readClaimName(name: unknown): { id: number; lock: string } | null {
  const [, id, lock] = /^(\d{1,15})-([\w.]{1,80})$/.exec(typeof name === 'string' ? name : '') ?? [];
  return id && lock ? { id: Number(id), lock } : null;
}
