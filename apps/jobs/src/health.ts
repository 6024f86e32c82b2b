import type { Database } from '@recado/core/kernel';
import type { Refusals } from './refusals.ts';

/** What the operator may read of the process; no company's data. */
export type Figures = () => Promise<Record<string, unknown>>;

/**
 * `/health` answers whether jobs are run, `/health/details` with figures. It stands on a port of its own, so that opening the
 * functions to an engine outside does not open this.
 */
export function createHealth(options: {
  db: Database;
  isReady(): boolean;
  figures: Figures;
  refusals: Refusals;
  release: string;
}): (request: Request) => Promise<Response> {
  const { db, isReady, figures, refusals, release } = options;
  return async (request) => {
    const good = isReady() && (await answers(db));
    if (new URL(request.url).pathname === '/health')
      return new Response(good ? 'ok' : 'not ready', { status: good ? 200 : 503, headers: NO_STORE });
    const details = await within(figures()).catch(() => null);
    const memoryMb = Math.round(process.memoryUsage().rss / 1024 / 1024);
    const body = { ready: good, ...details, refused: refusals.counts(), memoryMb, release };
    return Response.json(body, { status: good && details ? 200 : 503, headers: NO_STORE });
  };
}

const NO_STORE = { 'cache-control': 'no-store' };

const answers = (db: Database): Promise<boolean> =>
  within(db`select 1`).then(
    () => true,
    () => false,
  );

/** Fails what takes longer than two seconds. */
function within<T>(work: PromiseLike<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('too late')), 2_000).unref();
    work.then(resolve, reject);
  });
}
