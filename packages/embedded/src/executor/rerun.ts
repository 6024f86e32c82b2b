import type { Batcher } from './batcher.ts';
import type { Delivery } from './deliver-event.ts';
import type { Engine, Work } from './engine.ts';
import { type EventBody, planStart } from './plan-starts.ts';
import { leaveToOthers } from './unserved.ts';

/** Starts a run anew with the events of a former one, past whatever limits the start of runs. */
export async function rerun(engine: Engine, deliver: Batcher<Delivery, void>, work: Work): Promise<void> {
  const [former] = await engine.sql<[{ fn: string; events: string[]; body: EventBody }?]>`
    select r.fn, array[r.event] || array(select x.event from jobs.run_event x where x.run = r.id order by x.position) as events, e.body
      from jobs.run r join jobs.event e on e.id = r.event where r.id = ${work.run}`;
  const fn = former && engine.functions.get(former.fn);
  if (former && !fn) {
    if (await leaveToOthers(engine, work)) return;
    engine.log.error({ run: work.run, function: former.fn }, 'not run again: no process serves the function');
  }
  const starts: Delivery['starts'] = [];
  if (former && fn) {
    const { debounce, batch, rate, idempotency, singleton, ...start } = planStart(
      fn,
      former.body,
      former.events[0] as string,
      {
        rerun_of: work.run as string,
      },
    );
    starts.push({ ...start, events: former.events });
  }
  await deliver.add({ id: work.id, lock: work.lock, event: null, waits: [], starts });
}
