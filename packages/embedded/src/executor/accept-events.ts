import { z } from 'zod';
import { type Batcher, createBatcher } from './batcher.ts';
import type { InboundEvent } from './contract.ts';
import type { Engine, Work } from './engine.ts';
import { newId } from './new-id.ts';
import { type EventBody, planStart, type Start, triggeredBy } from './plan-starts.ts';

/** The most that one event may weigh, as the server has it. */
export const EVENT_BYTES = 512 * 1024;
const BATCH = 400;
const PATIENCE_MS = 10_000;

// the database takes neither U+0000 nor half a character in a text of its own
const Word = z
  .string()
  .min(1)
  .max(256)
  .refine((text) => !text.includes('\u0000'), 'holds U+0000')
  .refine((text) => text.isWellFormed(), 'is not well-formed Unicode');
const Inbound = z.object({
  name: Word,
  data: z.unknown().optional(),
  id: Word.optional().nullable(),
  ts: z.number().int().nonnegative().optional().nullable(),
  user: z.unknown().optional(),
  v: z.string().optional().nullable(),
});

export class MalformedEvent extends Error {}
export class EventTooLarge extends Error {}

/** Reads what a sender gave as an event; throws MalformedEvent or EventTooLarge with a sentence for the sender. */
export function readEvent(raw: unknown): InboundEvent {
  const parsed = Inbound.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new MalformedEvent(
      `An event is malformed: ${issue?.path.join('.') || 'event'}: ${issue?.message ?? 'unreadable'}.`,
    );
  }
  const { name, data, id, ts, user, v } = parsed.data;
  if (name.startsWith('inngest/'))
    throw new MalformedEvent(`An event is malformed: "${name}" is told by the executor itself only.`);
  if (data !== undefined && data !== null && (typeof data !== 'object' || Array.isArray(data)))
    throw new MalformedEvent(`An event is malformed: data of "${name}" must be an object.`);
  if (JSON.stringify(data ?? {}).length > EVENT_BYTES)
    throw new EventTooLarge(`The event "${name}" is larger than ${EVENT_BYTES / 1024} KB.`);
  return {
    name,
    ...(data ? { data } : {}),
    ...(id ? { id } : {}),
    ...(ts ? { ts } : {}),
    ...(user !== undefined && user !== null ? { user } : {}),
    ...(v ? { v } : {}),
  };
}

export type EventRow = { id: string; dedupe: string | null; name: string; body: EventBody };

/**
 * The row of an event; a function sees the sender's id when there is one. Without one, `seed` tells the same request sent again.
 */
export function rowOf(event: InboundEvent, seed?: string): EventRow {
  const id = newId();
  const body: EventBody = { id: event.id ?? id, name: event.name, data: event.data ?? {}, ts: event.ts ?? Date.now() };
  if (event.user !== undefined) body.user = event.user;
  if (event.v !== undefined) body.v = event.v;
  return { id, dedupe: event.id ?? seed ?? null, name: event.name, body };
}

/** Everything that these events start. */
const startsOf = (engine: Engine, rows: readonly EventRow[]): Start[] =>
  rows.flatMap((row) => triggeredBy(engine.functions.values(), row.body).map((fn) => planStart(fn, row.body, row.id)));

/**
 * The first of these rows that may be stored together, with what they start: an event that a run started by an earlier one waits
 * for has to come after that run is there, or it would not be seen.
 */
export function firstTogether(
  engine: Engine,
  all: readonly EventRow[],
): { rows: readonly EventRow[]; starts: Start[] } {
  const starts = startsOf(engine, all);
  const awaited = new Map<string, string[]>();
  for (const { event, waits } of starts)
    if (waits) awaited.set(event, [...(awaited.get(event) ?? []), ...waits.map((each) => each.event)]);
  if (awaited.size === 0) return { rows: all, starts };
  const names = new Set<string>();
  const end = all.findIndex((row) => {
    if (names.has(row.name)) return true;
    for (const name of awaited.get(row.id) ?? []) names.add(name);
    return false;
  });
  if (end < 0) return { rows: all, starts };
  const rows = all.slice(0, end);
  const kept = new Set(rows.map((row) => row.id));
  return { rows, starts: starts.filter((each) => kept.has(each.event)) };
}

/** Rows as jobs.accept reads them: the body travels as text, which the database stores as it is. */
export const encodeRows = (rows: readonly EventRow[]): string =>
  JSON.stringify(rows.map((row) => ({ ...row, body: JSON.stringify(row.body) })));

export type Accepted = {
  known: Record<string, string> | null;
  taken: Record<string, number> | null;
  woke: number;
};

/**
 * The door for events: each is stored once with the runs that it starts, in one transaction with whatever else arrived meanwhile.
 * While places are free the first runs are claimed in the same breath.
 */
export function createAcceptor(engine: Engine, hasBacklog: () => boolean): Batcher<EventRow, string> {
  return createBatcher<EventRow, string>({
    max: BATCH,
    patienceMs: PATIENCE_MS,
    log: engine.log,
    run: async (rows) => {
      const ids: string[] = [];
      while (ids.length < rows.length) ids.push(...(await acceptSome(engine, rows.slice(ids.length), hasBacklog())));
      return ids;
    },
  });
}

/** Stores the first of these rows, as many as may be stored together; answers their ids. */
async function acceptSome(engine: Engine, all: readonly EventRow[], hasBacklog: boolean): Promise<string[]> {
  const { rows, starts } = firstTogether(engine, all);
  const taking = takeSome(engine, starts, hasBacklog);
  try {
    const [answer] = await engine.sql<[{ it: Accepted }]>`
      select jobs.accept(${encodeRows(rows)}::text::json, ${JSON.stringify(starts)}::text::json, ${engine.options.leaseMs}) as it`;
    taking.begin(answer.it, rows);
    announce(engine, starts, taking.count, answer.it.woke);
    return rows.map((row) => answer.it.known?.[row.id] ?? row.id);
  } catch (error) {
    taking.release();
    throw error;
  }
}

export type Taking = {
  readonly count: number;
  /** Begins the calls that the database has claimed for this process. */
  begin(accepted: Accepted | null, rows: readonly EventRow[]): void;
  release(): void;
};

/** Marks the first plain starts for this process, as far as it has places; what is claimed as it is stored begins at once. */
export function takeSome(engine: Engine, starts: readonly Start[], hasBacklog: boolean): Taking {
  const mine = hasBacklog ? [] : starts.filter((each) => each.plain && !each.priority).slice(0, engine.free());
  for (const each of mine) each.lock = engine.newLock();
  const release = engine.reserve(mine.length);
  return {
    count: mine.length,
    begin(accepted, rows) {
      release();
      const bodies = new Map(rows.map((row) => [row.id, row.body]));
      for (const start of mine) {
        const id = accepted?.taken?.[start.run];
        if (id !== undefined) engine.take(workOf(start, id, bodies.get(start.event) as EventBody));
      }
    },
    release,
  };
}

/** Says that there is more than this process takes at once, or an event that somebody may be waiting for. */
export function announce(engine: Engine, starts: readonly Start[], taken: number, woke: number): void {
  if (starts.length > taken || woke > 0) engine.nudge();
  if (starts.some((each) => !each.plain)) engine.timed();
}

const workOf = (start: Start, id: number, body: EventBody): Work => ({
  id,
  lock: start.lock as string,
  kind: 'call',
  run: start.run,
  step: 'step',
  fn: start.fn,
  attempt: 0,
  crashes: 0,
  event: start.event,
  version: -1,
  force_plan: false,
  stack: [],
  events: [body],
  steps: null,
});
