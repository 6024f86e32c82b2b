import type { Sql } from 'postgres';
import { createAcceptor, rowOf } from './accept-events.ts';
import { createApplier } from './apply-answer.ts';
import { backoffOf } from './backoff.ts';
import { isPassing } from './batcher.ts';
import { createClaimer } from './claim.ts';
import type { Executor, ExecutorOptions, ExecutorStats, InboundEvent, RefusalReason } from './contract.ts';
import { openDatabase } from './database.ts';
import { createDeliverer, createEventReader } from './deliver-event.ts';
import { discover, renewRegistration } from './discover.ts';
import { type Doors, doWork } from './do-work.ts';
import { type Engine, NotReady, type Work } from './engine.ts';
import { newId } from './new-id.ts';
import { purge } from './purge.ts';
import { readStats } from './read-stats.ts';
import { createApi } from './serve-api.ts';
import { createCheckpointer } from './store-checkpoint.ts';
import { takeOutbox } from './take-outbox.ts';

export const CHANNEL = 'recado_jobs';
const DISCOVER_PAUSE_MS = 100;
const DISCOVER_PAUSE_MAX_MS = 3000;
const REFUSALS_EVERY_MS = 10_000;
const PURGE_EVERY_MS = 15 * 60_000;
const REGISTER_EVERY_MS = 60_000;
const REASONS: RefusalReason[] = [
  'wrongKey',
  'wrongSignature',
  'tooLarge',
  'malformed',
  'unknownFunction',
  'unknownRun',
  'notFound',
  'staleCheckpoint',
  'staleAnswer',
  'unreadableAnswer',
];

/** An executor that runs Inngest functions over Postgres. Several may share one database. */
export function createExecutor(given: ExecutorOptions): Executor {
  const me = newId();
  const sql = openDatabase(given.databaseUrl, 'recado-executor', 6);
  const active = new Map<string, { work: Work; done: Promise<void> }>();
  let locks = 0;
  let reserved = 0;
  let renewedAt = Date.now();
  let stopping = false;
  let listener: { unlisten: () => Promise<void> } | null = null;
  const timers: NodeJS.Timeout[] = [];

  const options: Engine['options'] = {
    databaseUrl: given.databaseUrl,
    app: given.app,
    signingKey: given.signingKey,
    eventKey: given.eventKey,
    log: given.log,
    workers: given.workers ?? 32,
    leaseMs: given.leaseMs ?? 15_000,
    backoffMs: given.backoffMs ?? ((attempt) => backoffOf(attempt, Math.random)),
    crashLimit: given.crashLimit ?? 5,
    drainMs: given.drainMs ?? 10_000,
    callTimeoutMs: given.callTimeoutMs ?? 2 * 3_600_000,
  };
  const engine: Engine = {
    sql,
    log: given.log,
    options,
    functions: new Map(),
    crons: { fns: [], expressions: [] },
    isReady: false,
    tellFinished: false,
    refused: Object.fromEntries(REASONS.map((reason) => [reason, 0])) as Record<RefusalReason, number>,
    newLock: () => `${me}.${++locks}`,
    free: () => (stopping ? 0 : options.workers - active.size - reserved),
    take,
    reserve(count) {
      reserved += count;
      let kept = true;
      return () => {
        if (kept) reserved -= count;
        kept = false;
      };
    },
    nudge: () => claimer.nudge(),
    timed: () => claimer.timed(),
  };
  const claimer = createClaimer(engine, CHANNEL, me, async () => {
    if (Date.now() - renewedAt > options.leaseMs / 3) await renew();
  });
  const accept = createAcceptor(engine, () => claimer.hasBacklog());
  const doors: Doors = {
    apply: createApplier(engine),
    readEvent: createEventReader(engine),
    deliver: createDeliverer(engine),
  };
  const checkpoint = createCheckpointer(engine);
  const send = async (events: InboundEvent[], seed?: string): Promise<string[]> => {
    if (!engine.isReady) throw new NotReady();
    return Promise.all(events.map((event, index) => accept.add(rowOf(event, seed && `seed:${seed}:${index}`))));
  };
  const api = createApi({ engine, checkpoint, send, rediscover: () => discover(engine) });

  function take(work: Work): void {
    const key = `${work.id}`;
    const done = doWork(engine, doors, work)
      .catch((error) => giveBack(work, error))
      .finally(() => {
        if (active.get(key)?.work === work) active.delete(key);
        claimer.freed(work);
      });
    active.set(key, { work, done });
  }

  async function giveBack(work: Work, error: unknown): Promise<void> {
    given.log.error({ err: error, run: work.run, kind: work.kind }, 'work could not be done');
    // what cannot be stored will not be storable next time: it counts like a crash when its lease ends
    if (isPassing(error)) await returnClaims([work], 1000).catch(() => {});
  }

  async function returnClaims(works: Work[], delayMs: number): Promise<void> {
    if (works.length === 0) return;
    await sql`select jobs.return_claims(${works.map((each) => each.id)}::bigint[], ${works.map((each) => each.lock)}::text[], ${delayMs})`;
  }

  async function renew(): Promise<void> {
    const began = Date.now();
    const works = [...active.values()].map((each) => each.work);
    if (works.length > 0)
      await sql`select jobs.renew_claims(${works.map((each) => each.id)}::bigint[], ${works.map((each) => each.lock)}::text[], ${options.leaseMs})`;
    renewedAt = began;
  }

  /** What was refused since the last time, for whoever looks at the database only. */
  const told = { ...engine.refused };
  let telling: Promise<void> = Promise.resolve();
  function tellRefusals(): Promise<void> {
    telling = telling.catch(() => {}).then(tellFresh);
    return telling;
  }
  async function tellFresh(): Promise<void> {
    const now = { ...engine.refused };
    const fresh = Object.fromEntries(
      REASONS.map((reason) => [reason, now[reason] - told[reason]] as const).filter(([, count]) => count > 0),
    );
    if (Object.keys(fresh).length === 0) return;
    await sql`select jobs.count_refusals(${JSON.stringify(fresh)}::text::jsonb)`;
    Object.assign(told, now);
  }

  const every = (ms: number, run: () => Promise<unknown>, what: string): void => {
    const timer = setInterval(() => {
      run().catch((error) => given.log.warn({ err: error }, what));
    }, ms);
    timer.unref();
    timers.push(timer);
  };

  return {
    async start() {
      await discoverUntilKnown(engine, () => stopping);
      if (stopping) return;
      listener = await (sql as Sql).listen(
        CHANNEL,
        (from) => {
          if (from !== me) claimer.nudge();
        },
        () => claimer.nudge(),
      );
      every(Math.max(200, options.leaseMs / 3), renew, 'could not renew claims');
      every(REGISTER_EVERY_MS, () => renewRegistration(engine), 'could not say again what is served');
      every(REFUSALS_EVERY_MS, tellRefusals, 'could not tell what was refused');
      every(PURGE_EVERY_MS, () => purge(engine, given.retention ?? {}, Date.now()), 'could not purge');
      claimer.start();
    },
    handle: api,
    send: (events) => send(events),
    takeOutbox: async () => (engine.isReady ? takeOutbox(engine, claimer.hasBacklog) : 0),
    nudge: () => claimer.nudge(),
    stats: async (): Promise<ExecutorStats> => readStats(engine, active.size),
    async stop() {
      if (stopping) return;
      stopping = true;
      await claimer.stop();
      const calls = [...active.values()].map((each) => each.done);
      await Promise.race([
        Promise.allSettled(calls),
        new Promise((resolve) => setTimeout(resolve, options.drainMs).unref()),
      ]);
      await returnClaims(
        [...active.values()].map((each) => each.work),
        0,
      ).catch((error) => given.log.warn({ err: error }, 'could not give back claims'));
      for (const timer of timers) clearInterval(timer);
      await tellRefusals().catch(() => {});
      await listener?.unlisten().catch(() => {});
      await sql.end({ timeout: 2 });
    },
  };
}

async function discoverUntilKnown(engine: Engine, stopped: () => boolean): Promise<void> {
  for (let pause = DISCOVER_PAUSE_MS; !stopped(); pause = Math.min(pause * 2, DISCOVER_PAUSE_MAX_MS)) {
    try {
      return await discover(engine);
    } catch (error) {
      engine.log.warn({ err: error }, 'the app is not there yet');
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
