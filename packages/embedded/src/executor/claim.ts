import type { Engine, Work } from './engine.ts';
import { fireCrons } from './fire-crons.ts';

/** Without any word from anybody the tables are looked at this often; everything else is told or has its time. */
const SAFETY_MS = 5000;
const RING_BATCH = 300;
/** The next due time is asked for at most this often while work never ends. */
const DUE_PAUSE_MS = 100;
const AFTER_ERROR_MS = 300;
const FEW_FREE_MS = 5;
const OVERDUE_MS = 50;
const TELL_PAUSE_MS = 100;

export type Claimer = {
  /** Something may be ready. */
  nudge(): void;
  /** Something may come due. */
  timed(): void;
  /** A place became free. */
  freed(work: Work): void;
  /** More is ready than this process takes. */
  hasBacklog(): boolean;
  /** Looks at everything, the first time too. */
  start(): void;
  stop(): Promise<void>;
};

/** Decides when to look into the queue: when told, when something is due, when a place is free and more was waiting. */
export function createClaimer(engine: Engine, channel: string, me: string, keepAlive: () => Promise<void>): Claimer {
  const { leaseMs, workers } = engine.options;
  let stopped = true;
  let looking: Promise<void> | null = null;
  let again = false;
  let wanted = false;
  let backlog = false;
  let dueAsked = true;
  let dueAskedAt = 0;
  let ringAt = 0;
  let toldAt = 0;
  let suspects = 0;
  let timer: NodeJS.Timeout | undefined;
  let few: NodeJS.Timeout | undefined;

  const ring = async (): Promise<void> => {
    ringAt = Date.now() + SAFETY_MS;
    // after an outage what is under way here would be the first to be taken for dead
    await keepAlive();
    const [expired] = await engine.sql<[{ n: number }]>`select jobs.expire_claims() as n`;
    if (expired.n > 0) engine.log.warn({ claims: expired.n }, 'claims without a sign of life are free again');
    for (let rang = RING_BATCH; rang === RING_BATCH; ) {
      const [row] = await engine.sql<[{ n: number }]>`select jobs.ring(${RING_BATCH}, ${engine.tellFinished}) as n`;
      rang = row.n;
    }
    await fireCrons(engine);
    wanted = true;
    dueAsked = true;
  };

  /** Another process may have places free. */
  const tellOthers = async (): Promise<void> => {
    if (Date.now() - toldAt <= TELL_PAUSE_MS) return;
    toldAt = Date.now();
    await engine.sql`select pg_notify(${channel}, ${me})`;
  };

  const take = async (): Promise<void> => {
    const free = engine.free();
    if (free <= 0) {
      backlog = true;
      return tellOthers();
    }
    wanted = false;
    const lock = engine.newLock();
    const giveBack = engine.reserve(free);
    try {
      const rows = await engine.sql<Omit<Work, 'lock'>[]>`
        select * from jobs.claim(${lock}, ${free}, ${suspects === 0}, ${leaseMs})`;
      giveBack();
      backlog = rows.length >= free;
      for (const row of rows) {
        if (row.crashes >= 2) suspects += 1;
        engine.take({ ...row, lock });
      }
    } catch (error) {
      giveBack();
      wanted = true;
      throw error;
    }
    if (backlog) await tellOthers();
  };

  const askDue = async (): Promise<void> => {
    dueAsked = false;
    dueAskedAt = Date.now();
    const [row] = await engine.sql<[{ ms: number | null }]>`
      select (extract(epoch from jobs.next_due(${engine.crons.fns}::text[], ${engine.crons.expressions}::text[]) - clock_timestamp()) * 1000)::float8 as ms`;
    // what is overdue and still there came due after the look
    const ms = row.ms === null ? SAFETY_MS : row.ms > 0 ? row.ms : OVERDUE_MS;
    ringAt = Date.now() + Math.min(SAFETY_MS, ms);
  };

  const lookOnce = async (): Promise<void> => {
    if (Date.now() >= ringAt) await ring();
    if (wanted || backlog) await take();
    if (dueAsked && (!backlog || Date.now() - dueAskedAt > DUE_PAUSE_MS)) await askDue();
  };

  const look = (): void => {
    if (stopped) return;
    again = true;
    looking ??= (async () => {
      let pause = 0;
      try {
        // what the same turn of the event loop brings is one look
        await new Promise((resolve) => setImmediate(resolve));
        while (again && !stopped) {
          again = false;
          await lookOnce();
        }
      } catch (error) {
        engine.log.warn({ err: error }, 'could not look into the queue');
        pause = AFTER_ERROR_MS;
        wanted = true;
        dueAsked = true;
      } finally {
        looking = null;
        arm(pause || Math.max(1, ringAt - Date.now()));
      }
    })();
  };
  const arm = (ms: number): void => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(look, Math.min(ms, SAFETY_MS));
    if (again) look();
  };

  return {
    nudge() {
      wanted = true;
      look();
    },
    timed() {
      dueAsked = true;
      look();
    },
    freed(work) {
      if (work.crashes >= 2) {
        suspects -= 1;
        wanted = true;
      }
      if (!backlog && !wanted) return;
      // some places at once are worth one look; the last few soon are, too
      if (engine.free() >= Math.max(1, workers / 4)) look();
      else
        few ??= setTimeout(() => {
          few = undefined;
          look();
        }, FEW_FREE_MS);
    },
    hasBacklog: () => backlog || wanted,
    start() {
      stopped = false;
      wanted = true;
      look();
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(few);
      await looking;
      clearTimeout(timer);
    },
  };
}
