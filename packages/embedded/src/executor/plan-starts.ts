import { evaluate, holds, keyOf } from './cel.ts';
import { readDuration } from './duration.ts';
import { type KnownFunction, namesEvent } from './function-config.ts';
import { newId } from './new-id.ts';
import { waitKeyOf } from './wait-key.ts';

/** An event as functions see it. */
export type EventBody = { id: string; name: string; data: unknown; ts: number; user?: unknown; v?: string };
export type Gate = { key: string; allowed: number; every_ms?: number };
export type WaitRow = {
  kind: 'wait' | 'cancel';
  step: string;
  event: string;
  path: string | null;
  key: string | null;
  expression: string | null;
  ttl_ms: number | null;
};
type Limit = { key: string; allowed: number; every_ms: number };

/** One run that is to start, as jobs.start_run reads it. Evaluated once, when the event arrives. */
export type Start = {
  run: string;
  event: string;
  fn: string;
  priority?: number;
  plain?: true;
  lock?: string;
  delay_ms?: number;
  gates?: Gate[];
  rate?: Limit;
  idempotency?: Limit;
  singleton?: { key: string; mode: 'skip' | 'cancel' };
  debounce?: { key: string; period_ms: number; max_ms: number };
  batch?: { key: string; size: number; timeout_ms: number };
  deadlines?: { of: 'start' | 'finish'; ms: number }[];
  waits?: WaitRow[];
  parent?: { run: string; step: string };
  rerun_of?: string;
};

const DAY_MS = 86_400_000;
const SAME_MOMENT_MS = 500;
const FURTHEST_PRIORITY_S = 600;

/** The functions that an event starts, by name and condition of their triggers. */
export function triggeredBy(functions: Iterable<KnownFunction>, event: EventBody): KnownFunction[] {
  const found: KnownFunction[] = [];
  for (const fn of functions) {
    if (
      fn.config.triggers.some(
        (each) => 'event' in each && namesEvent(each.event, event.name) && holds(each.expression, { event }),
      )
    )
      found.push(fn);
  }
  return found;
}

/** What starting `fn` with this event means, its options evaluated on the event. `eventId` is the event's row. */
export function planStart(
  fn: KnownFunction,
  event: EventBody,
  eventId: string,
  more: Pick<Start, 'parent' | 'rerun_of' | 'delay_ms'> = {},
): Start {
  const start: Start = { run: newId(), event: eventId, fn: fn.id, ...more };
  const early = event.ts - Date.now();
  // an event of the future starts its runs then; clocks that differ a little are not the future
  if (early > SAME_MOMENT_MS && !more.rerun_of) start.delay_ms = (start.delay_ms ?? 0) + early;
  const { config } = fn;
  if (config.priority?.run) {
    const value = Number(evaluate(config.priority.run, { event }));
    if (Number.isFinite(value))
      start.priority = Math.round(Math.min(Math.max(value, -FURTHEST_PRIORITY_S), FURTHEST_PRIORITY_S));
  }
  if (fn.plain) {
    if (!more.parent && !more.rerun_of && !start.delay_ms) start.plain = true;
    return start;
  }
  const ms = (text: string | null | undefined): number => readDuration(text, Date.now()) ?? 0;
  const key = (expression: string | null | undefined): string => `${fn.id}:${keyOf(expression ?? undefined, event)}`;
  const gates = gatesOf(fn, event);
  if (gates.length > 0) start.gates = gates;
  if (config.idempotency)
    start.idempotency = { key: `idempotency:${key(config.idempotency)}`, allowed: 1, every_ms: DAY_MS };
  if (config.rateLimit) {
    const { limit, period } = config.rateLimit;
    start.rate = {
      key: `rate:${key(config.rateLimit.key)}`,
      allowed: limit,
      every_ms: ms(period) / Math.max(limit, 1),
    };
  }
  if (config.singleton) start.singleton = { key: key(config.singleton.key), mode: config.singleton.mode };
  if (config.debounce) {
    const { period, timeout } = config.debounce;
    start.debounce = {
      key: key(config.debounce.key),
      period_ms: ms(period),
      max_ms: timeout ? ms(timeout) : 7 * DAY_MS,
    };
  }
  if (config.batchEvents && holds(config.batchEvents.if, { event })) {
    const { maxSize, timeout } = config.batchEvents;
    start.batch = { key: key(config.batchEvents.key), size: Math.max(1, maxSize), timeout_ms: ms(timeout) };
  }
  const deadlines = (['start', 'finish'] as const).flatMap((of) => {
    const text = config.timeouts?.[of];
    return text ? [{ of, ms: ms(text) }] : [];
  });
  if (deadlines.length > 0) start.deadlines = deadlines;
  if (config.cancel?.length) {
    start.waits = config.cancel.map((each, index) => ({
      kind: 'cancel',
      step: `cancel:${index}`,
      ...waitFields(each.event, each.if, event),
      ttl_ms: each.timeout ? ms(each.timeout) : null,
    }));
  }
  return start;
}

/** The columns by which an arriving event finds a wait. */
export function waitFields(
  name: string,
  expression: string | null | undefined,
  event: EventBody,
): Pick<WaitRow, 'event' | 'path' | 'key' | 'expression'> {
  const key = waitKeyOf(expression, event);
  return { event: name, path: key?.path ?? null, key: key?.key ?? null, expression: expression ?? null };
}

function gatesOf({ id, config }: KnownFunction, event: EventBody): Gate[] {
  const gates: Gate[] = (config.concurrency ?? [])
    .filter((each) => each.limit > 0)
    .map(({ limit, key, scope }) => ({
      key: `${scope && scope !== 'fn' ? scope : `fn:${id}`}:${keyOf(key ?? undefined, event)}`,
      allowed: limit,
    }));
  if (config.throttle) {
    const { limit, period, burst, key } = config.throttle;
    gates.push({
      key: `throttle:${id}:${keyOf(key ?? undefined, event)}`,
      allowed: limit + (burst ?? 0),
      every_ms: (readDuration(period, Date.now()) ?? 0) / Math.max(limit, 1),
    });
  }
  return gates;
}
