import type { Engine, Work } from './engine.ts';

const DAY_MS = 86_400_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 3_600_000;
/** So long a function may be gone before what waits for it fails: a release that was taken back, a weekend. */
const GIVE_UP_MS = 3 * DAY_MS;

export type Absence = {
  /** Since a process last said that it serves the function. */
  unseenMs: number;
  /** Since a process noticed that nobody does; null as long as none has. */
  goneMs: number | null;
};

/** How long nobody has served the function of a run; of one that was never heard of, as long as the run waits. */
export async function readAbsence(engine: Engine, run: string | null): Promise<Absence> {
  const [row] = await engine.sql<[Absence?]>`
    select (extract(epoch from clock_timestamp() - coalesce(f.seen_at, r.created_at)) * 1000)::float8 as "unseenMs",
        (extract(epoch from clock_timestamp() - case when f.id is null then r.created_at else f.gone_at end) * 1000)::float8 as "goneMs"
      from jobs.run r left join lateral (select x.* from jobs.fn x where x.id = r.fn limit 1) f on true where r.id = ${run}`;
  return row ?? { unseenMs: 0, goneMs: null };
}

/**
 * What becomes of a call whose function this process does not serve: a pause that grows with the absence, in which a process that
 * serves it takes it, or an error when it has been gone for days.
 */
export function judgeUnserved(
  fn: string,
  { unseenMs, goneMs }: Absence,
): { pauseMs: number } | { error: { name: string; message: string } } {
  const days = GIVE_UP_MS / DAY_MS;
  if ((goneMs ?? 0) < GIVE_UP_MS) return { pauseMs: pauseOf(unseenMs) };
  return {
    error: {
      name: 'FunctionGone',
      message: `No process has served the function "${fn}" for ${days} days, so the run was ended. Once the function is served again, the run can be run again.`,
    },
  };
}

const pauseOf = (unseenMs: number): number =>
  Math.round(Math.min(Math.max(unseenMs / 4, FIRST_PAUSE_MS), LONGEST_PAUSE_MS));

/** Whether a process elsewhere may still do this work; then it goes back to the queue. */
export async function leaveToOthers(engine: Engine, work: Work): Promise<boolean> {
  const { unseenMs, goneMs } = await readAbsence(engine, work.run);
  if (goneMs !== null) return false;
  await engine.sql`select jobs.return_claims(${[work.id]}::bigint[], ${[work.lock]}::text[], ${pauseOf(unseenMs)})`;
  engine.timed();
  return true;
}
