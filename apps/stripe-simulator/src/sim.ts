import type { EventRecord, Settings } from './state/records.ts';
import type { World } from './state/world.ts';

/** The request that is being answered, as events name it. */
export type Asked = { request: string | null; idempotencyKey: string | null };

/** The simulated account at work: its records, its time, its voice. Handed to everything that acts on it. */
export type Sim = {
  world: World;
  settings(): Settings;
  /** Virtual time in seconds. */
  now(): number;
  id(prefix: string, length?: number): string;
  /** Where its own pages are, without a slash at the end. */
  url(): string;
  asked: Asked;
  /** Objects of which a change is being followed. */
  followed: Set<string>;
  /**
   * Tries something at a later moment and undoes it, whatever it did. Only as the first act of a transaction: it forgets what came before.
   */
  lookAhead<Result>(at: number, act: () => Result): Result;
  /** Does something at a later moment, within what is tried. */
  lookFurther<Result>(at: number, act: () => Result): Result;
  /** Real milliseconds, for what is signed and sent. */
  realNow(): number;
};

/** Notes an event; it is delivered once the transaction is written. `object` is what it shows. */
export function emit(
  sim: Sim,
  type: string,
  object: { object: string },
  previous: Record<string, unknown> | null = null,
): void {
  const event: EventRecord = {
    id: sim.id('evt'),
    created: sim.now(),
    type,
    // as it is at this moment, whatever becomes of it
    object: JSON.parse(JSON.stringify(object)),
    previous,
    request: sim.asked.request,
    idempotencyKey: sim.asked.idempotencyKey,
  };
  sim.world.events.add(event);
  for (const endpoint of sim.world.endpoints.peek()) {
    if (!endpoint.enabled || !(endpoint.events.includes('*') || endpoint.events.includes(type))) continue;
    const { delivery } = sim.settings();
    for (let copy = 0; copy < 1 + delivery.duplicate; copy++) {
      sim.world.deliveries.add({
        ...{ id: `${event.id}:${endpoint.id}:${copy}`, event: event.id, endpoint: endpoint.id, attempts: 0 },
        ...{ dueAt: sim.realNow() + delivery.delayMs, held: delivery.hold, copy },
      });
    }
  }
}

/** What a change of an object looked like before, at the top of it; nothing when it did not change. */
export function previousOf(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> | null {
  const previous: Record<string, unknown> = {};
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) previous[key] = before[key] ?? null;
  }
  return Object.keys(previous).length > 0 ? previous : null;
}

/** Does something to an object and tells of the change, once, however many steps changed it. */
export function follow<Result>(
  sim: Sim,
  type: string,
  id: string,
  show: () => { object: string },
  act: () => Result,
): Result {
  if (sim.followed.has(id)) return act();
  sim.followed.add(id);
  try {
    const before = JSON.parse(JSON.stringify(show()));
    const result = act();
    // who ended it meanwhile has told so
    if (!sim.followed.has(id)) return result;
    const shown = show();
    const previous = previousOf(before, JSON.parse(JSON.stringify(shown)));
    if (previous) emit(sim, type, shown, previous);
    return result;
  } finally {
    sim.followed.delete(id);
  }
}
