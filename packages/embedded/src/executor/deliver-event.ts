import { holds } from './cel.ts';
import type { Engine, Work } from './engine.ts';
import { type EventBody, planStart, type Start, triggeredBy } from './plan-starts.ts';
import { keyOfEvent } from './wait-key.ts';

/** Finds what a stored event wakes, cancels and (for an event of the executor's own) starts, and does it in one transaction. */
export async function deliverEvent(engine: Engine, work: Work): Promise<void> {
  const [event] = await engine.sql<[{ name: string; body: EventBody; at: string }?]>`
    select name, body, received_at::text as at from jobs.event where id = ${work.event}`;
  const waits = event ? await matchingWaits(engine, event) : [];
  const starts: Start[] =
    event && work.step === 'start'
      ? triggeredBy(engine.functions.values(), event.body).map((fn) => planStart(fn, event.body, work.event as string))
      : [];
  await engine.sql`select jobs.deliver(${work.id}, ${work.lock}, ${work.event}, ${waits}::bigint[],
    ${JSON.stringify(starts)}::text::json, ${engine.tellFinished})`;
  engine.nudge();
  engine.timed();
}

type Candidate = { id: number; key: string | null; expression: string | null; event: EventBody };

async function matchingWaits(engine: Engine, event: { name: string; body: EventBody; at: string }): Promise<number[]> {
  const paths = await engine.sql<{ path: string }[]>`select path from jobs.wait_path where event = ${event.name}`;
  const keys = paths.flatMap(({ path }) => keyOfEvent(path, event.body) ?? []);
  // an event wakes only those who were waiting when it came
  const candidates = await engine.sql<Candidate[]>`
    select w.id, w.key, w.expression, e.body as event from (
        select * from jobs.wait where event = ${event.name} and key = any (${keys}::text[])
        union all select * from jobs.wait where event = ${event.name} and key is null) w
      join jobs.run r on r.id = w.run join jobs.event e on e.id = r.event
     where w.created_at <= ${event.at}::text::timestamptz and coalesce(w.expires_at, 'infinity') > ${event.at}::text::timestamptz`;
  return candidates
    .filter((each) => each.key !== null || holds(each.expression, { event: each.event, async: event.body }))
    .map((each) => each.id);
}
