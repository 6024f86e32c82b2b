import { encodeRows } from './accept-events.ts';
import { nextCron } from './cron-time.ts';
import { readDuration } from './duration.ts';
import type { Engine } from './engine.ts';
import { newId } from './new-id.ts';
import { planStart } from './plan-starts.ts';

/**
 * Starts what is due by the clock, of the crons that this process serves. A cron that was due while nobody was here fires once; its
 * next time counts from now.
 */
export async function fireCrons(engine: Engine): Promise<void> {
  const { fns, expressions } = engine.crons;
  const due = await engine.sql<{ fn: string; expression: string; jitter: string | null; at: string }[]>`
    select c.fn, c.expression, c.jitter, c.next_at::text as at from unnest(${fns}::text[], ${expressions}::text[]) k(fn, expression)
      cross join lateral (select x.* from jobs.cron x where x.fn = k.fn and x.expression = k.expression limit 1) c
     where c.next_at <= clock_timestamp() order by c.next_at limit 200`;
  for (const cron of due) {
    const fn = engine.functions.get(cron.fn);
    // discovered anew since
    if (!fn) continue;
    const id = newId();
    const body = { id, name: 'inngest/scheduled.timer', data: { cron: cron.expression }, ts: Date.now() };
    const delay = Math.random() * (readDuration(cron.jitter, Date.now()) ?? 0);
    const start = planStart(fn, body, id, delay > 0 ? { delay_ms: delay } : {});
    const next = nextCron(cron.expression, new Date());
    await engine.sql`select jobs.fire_cron(${cron.fn}, ${cron.expression}, ${cron.at}::text::timestamptz, ${next},
      ${encodeRows([{ id, dedupe: null, name: body.name, body }])}::text::json, ${JSON.stringify([start])}::text::json, ${engine.options.leaseMs})`;
    if (delay > 0) engine.timed();
  }
}
