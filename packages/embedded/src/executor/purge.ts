import { encodeTime } from 'ulid';
import type { RetentionOptions } from './contract.ts';
import type { Engine } from './engine.ts';

const DAY_MS = 86_400_000;

/** Forgets finished runs and events past their days, a batch at a time. Safe to run twice at once. */
export async function purge(
  engine: Engine,
  retention: RetentionOptions,
  now: number,
): Promise<{ runs: number; events: number }> {
  const batch = retention.batch ?? 500;
  const runDays = retention.runDays ?? 14;
  const before = (days: number): string => `${encodeTime(now - days * DAY_MS, 10)}${'0'.repeat(16)}`;
  let runs = 0;
  for (let gone = batch; gone === batch; runs += gone) {
    const [row] = await engine.sql<
      [{ gone: number }]
    >`select jobs.purge_runs(${before(runDays)}, ${new Date(now - runDays * DAY_MS)}, ${batch}) as gone`;
    gone = row.gone;
  }
  let events = 0;
  let after = '';
  const until = before(Math.max(1, retention.eventDays ?? 7));
  for (;;) {
    const [row] = await engine.sql<[{ deleted: number; last: string | null }]>`
      select deleted, last from jobs.purge_events(${after}, ${until}, ${batch})`;
    if (!row?.last) break;
    events += row.deleted;
    after = row.last;
  }
  await engine.sql`select jobs.purge_gates()`;
  return { runs, events };
}
