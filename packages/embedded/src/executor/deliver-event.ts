import { type Batcher, createBatcher } from './batcher.ts';
import { holds } from './cel.ts';
import type { Engine, Work } from './engine.ts';
import { type EventBody, planStart, type Start, triggeredBy } from './plan-starts.ts';
import { keyOfEvent } from './wait-key.ts';

const BATCH = 200;
const PATIENCE_MS = 60_000;

/** What a claimed row of the queue comes to, as jobs.deliver reads it. */
export type Delivery = {
  id: number;
  lock: string;
  event: string | null;
  waits: number[];
  starts: (Start & { events?: string[] })[];
};

/** The door for work that ends with its row: what it wakes, cancels and starts, in one transaction with what else is delivered. */
export const createDeliverer = (engine: Engine): Batcher<Delivery, void> =>
  createBatcher<Delivery, void>({
    max: BATCH,
    patienceMs: PATIENCE_MS,
    log: engine.log,
    run: async (deliveries) => {
      await engine.sql`select jobs.deliver(${JSON.stringify(deliveries)}::text::json, ${engine.tellFinished})`;
      if (deliveries.some(({ waits, starts }) => waits.length > 0 || starts.length > 0)) {
        engine.nudge();
        engine.timed();
      }
      return deliveries.map(() => undefined);
    },
  });

type StoredEvent = { id: string; name: string; body: EventBody };
type Candidate = { event: string; wait: number; keyed: boolean; expression: string | null; body: EventBody | null };

/** Finds what stored events wake, cancel and (for events of the executor's own) start. Many events are one question. */
export const createEventReader = (engine: Engine): Batcher<Work, Delivery> =>
  createBatcher<Work, Delivery>({
    max: BATCH,
    patienceMs: PATIENCE_MS,
    log: engine.log,
    run: async (works) => {
      const ids = works.map((work) => work.event as string);
      const events = new Map(
        (await engine.sql<StoredEvent[]>`select id, name, body from jobs.event where id = any (${ids}::text[])`).map(
          (event) => [event.id, event],
        ),
      );
      const waits = await matchingWaits(engine, [...events.values()]);
      return works.map((work) => {
        const event = events.get(work.event as string);
        const starts =
          event && work.step === 'start'
            ? triggeredBy(engine.functions.values(), event.body).map((fn) => planStart(fn, event.body, event.id))
            : [];
        return {
          id: work.id,
          lock: work.lock,
          event: work.event,
          waits: waits.get(work.event as string) ?? [],
          starts,
        };
      });
    },
  });

async function matchingWaits(engine: Engine, events: StoredEvent[]): Promise<Map<string, number[]>> {
  const paths = await engine.sql<{ event: string; path: string }[]>`
    select event, path from jobs.wait_path where event = any (${[...new Set(events.map((each) => each.name))]}::text[])`;
  const questions = events.flatMap(({ id, name, body }) => [
    { event: id, name, key: null as string | null },
    ...paths.flatMap(({ event, path }) => {
      const key = event === name ? keyOfEvent(path, body) : null;
      return key === null ? [] : [{ event: id, name, key }];
    }),
  ]);
  const candidates = await engine.sql<
    Candidate[]
  >`select * from jobs.find_waits(${JSON.stringify(questions)}::text::json)`;
  const bodies = new Map(events.map((each) => [each.id, each.body]));
  const found = new Map<string, number[]>();
  for (const { event, wait, keyed, expression, body } of candidates) {
    if (!keyed && !holds(expression, { event: body, async: bodies.get(event) })) continue;
    found.set(event, [...(found.get(event) ?? []), wait]);
  }
  return found;
}
