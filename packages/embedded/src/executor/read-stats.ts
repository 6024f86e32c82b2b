import type { ExecutorStats } from './contract.ts';
import type { Engine } from './engine.ts';

/** How the queue stands, and what was refused since the process started. */
export async function readStats(engine: Engine, calling: number): Promise<ExecutorStats> {
  const [row] = await engine.sql<
    [
      {
        ready: number;
        claimed: number;
        timed: number;
        blocked: number;
        oldest: number;
        waiting: number;
        lag: number;
        aside: number;
      },
    ]
  >`
    select (select count(*)::int from jobs.queue where state in (1, 4)) as ready, (select count(*)::int from jobs.queue where state = 2) as claimed,
      (select count(*)::int from jobs.queue where state = 0) as timed, (select count(*)::int from jobs.queue where state = 3) as blocked,
      coalesce((select extract(epoch from clock_timestamp() - greatest(due, created_at)) * 1000 from jobs.queue where state = 1 order by rank, id limit 1), 0)::float8 as oldest,
      (select count(*)::int from jobs.outbox) as waiting, (select count(*)::int from jobs.dead_letter) as aside,
      coalesce((select extract(epoch from clock_timestamp() - emitted_at) * 1000 from jobs.outbox order by seq limit 1), 0)::float8 as lag`;
  const { ready, claimed, timed, blocked, oldest, waiting, lag, aside } = row;
  return {
    queue: { ready, claimed, timed, blocked },
    oldestReadyMs: Math.max(0, Math.round(oldest)),
    outbox: { waiting, oldestMs: Math.max(0, Math.round(lag)), setAside: aside },
    refused: { ...engine.refused },
    calling,
    functions: engine.functions.size,
  };
}
