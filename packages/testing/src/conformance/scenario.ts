import assert from 'node:assert/strict';
import { setTimeout as after } from 'node:timers/promises';
import type { GetStepTools, Inngest, InngestFunction } from 'inngest';
import { until } from '../product/until.ts';
import { type Engine, type ListedRun, type OutgoingEvent, runsOf, sendEvents } from './engine.ts';
import type { Note, Notes } from './notes.ts';

/** What a function is called with. */
export type Call = {
  event: { id?: string | undefined; name: string; data: Record<string, unknown>; ts?: number | undefined };
  events: readonly { name: string; data: Record<string, unknown> }[];
  step: GetStepTools<Inngest>;
  group: { parallel<T>(callback: () => Promise<T>): Promise<T> };
  runId: string;
  attempt: number;
  maxAttempts?: number | undefined;
  error?: Error;
};

type Options = Omit<InngestFunction.Options, 'onFailure'> & { onFailure?: (call: Call) => unknown };
type Outcome = 'Completed' | 'Failed' | 'Cancelled';

/** The tools of one scenario: its own event names and functions, and what it may look at. */
export type Scene = {
  readonly engine: Engine;
  /** Where the app of the suite is served. */
  readonly appUrl: string;
  /** A key that no earlier run of the suite has used. */
  readonly key: string;
  /** The name of an event that only this scenario knows. */
  event(name?: string): string;
  /** The id of one of this scenario's functions as the server knows it. */
  functionId(name: string): string;
  /** A function of this scenario; triggered by `event()` unless its options say otherwise. */
  fn(options: Options, handler: (call: Call) => unknown): InngestFunction.Any;
  /** Records a side effect; given a call, with its run. */
  note(what: string, call?: { runId: string } | null, value?: unknown): void;
  notes(what?: string): Note[];
  values(what: string): unknown[];
  /** Sends one event of this scenario; answers the event's id. */
  send(event?: Partial<OutgoingEvent>): Promise<string>;
  sendAll(events: readonly Partial<OutgoingEvent>[]): Promise<string[]>;
  /** Repeats events twice a second until something has happened: a wait begins at a moment that nobody outside can see. */
  sendUntil(events: readonly Partial<OutgoingEvent>[], what: string, happened: () => boolean): Promise<void>;
  /** Waits for a side effect to have happened so many times. */
  seen(what: string, count?: number, withinMs?: number): Promise<[Note, ...Note[]]>;
  until<T>(
    what: string,
    ask: () => Promise<T | undefined | false> | T | undefined | false,
    withinMs?: number,
  ): Promise<T>;
  runs(eventId: string): Promise<ListedRun[]>;
  /** The one run of an event, once it has ended as expected. */
  ended(eventId: string, outcome?: Outcome, withinMs?: number): Promise<ListedRun>;
  /** Lets time pass in which something must not happen. */
  pass(ms: number): Promise<void>;
};

/** One promise of Inngest, tried with functions of its own. */
export type Scenario = {
  readonly slug: string;
  readonly name: string;
  build(scene: Scene): { functions: InngestFunction.Any[]; run(): Promise<void> };
};

/** Names a scenario. The slug is part of its events' and functions' names. */
export const scenario = (slug: string, name: string, build: Scenario['build']): Scenario => ({ slug, name, build });

/** Makes the tools of one scenario. */
export function sceneOf(options: {
  slug: string;
  engine: Engine;
  inngest: Inngest;
  key: string;
  notes: Notes;
  appUrl: () => string;
}): Scene {
  const { slug, engine, inngest, key, notes } = options;
  const patience = engine.patience ?? 1;
  const event = (name = 'started') => `conformance/${slug}.${name}`;
  const complete = (each: Partial<OutgoingEvent>): OutgoingEvent => ({
    ...each,
    name: each.name ?? event(),
    data: { ...each.data, key },
  });
  const wait: Scene['until'] = (what, ask, withinMs = 40_000) => until(`${slug}: ${what}`, ask, withinMs * patience);
  const scene: Scene = {
    engine,
    key,
    get appUrl() {
      return options.appUrl();
    },
    event,
    functionId: (name) => `${inngest.id}-${slug}-${name}`,
    fn: (given, handler) => functionOf(inngest, `${slug}-${given.id}`, event(), key, given, handler),
    note: (what, call, value) => notes.add({ what, run: call?.runId ?? '', value }),
    notes: (what) => notes.all(what),
    values: (what) => notes.all(what).map((note) => note.value),
    send: async (each = {}) => (await sendEvents(engine, [complete(each)]))[0] as string,
    sendAll: (events) => sendEvents(engine, events.map(complete)),
    async sendUntil(events, what, happened) {
      let next = 0;
      await wait(what, async () => {
        if (happened()) return true;
        if (performance.now() < next) return false;
        next = performance.now() + 500;
        await scene.sendAll(events);
        return happened();
      });
    },
    seen: (what, count = 1, withinMs) =>
      wait(
        `"${what}" ${count} times`,
        () => {
          const found = notes.all(what);
          return found.length >= count && (found as [Note, ...Note[]]);
        },
        withinMs,
      ),
    until: wait,
    runs: (eventId) => runsOf(engine, eventId),
    async ended(eventId, outcome = 'Completed', withinMs) {
      let next = 0;
      const run = await wait(
        `a run of ${eventId} to end`,
        async () => {
          // the runs are asked for over HTTP by every scenario at once
          if (performance.now() < next) return undefined;
          next = performance.now() + 250;
          const runs = await runsOf(engine, eventId);
          assert.ok(runs.length < 2, `${slug}: one event started ${runs.length} runs`);
          return runs.find((each) => ['Completed', 'Failed', 'Cancelled'].includes(each.status));
        },
        withinMs,
      );
      assert.equal(run.status, outcome, `${slug}: ${JSON.stringify(run.output)}`);
      return run;
    },
    pass: (ms) => after(ms),
  };
  return scene;
}

function functionOf(
  inngest: Inngest,
  id: string,
  trigger: string,
  key: string,
  options: Options,
  handler: (call: Call) => unknown,
): InngestFunction.Any {
  /** What an earlier run of the suite left in a server's queue is none of ours. */
  const own =
    (run: (call: Call) => unknown) =>
    (call: unknown): unknown => {
      const data = (call as Call).event.data as Record<string, unknown> | undefined;
      const origin = (data?.event as { data?: { key?: unknown } } | undefined)?.data?.key ?? data?.key;
      return origin === undefined || origin === key ? run(call as Call) : 'not ours';
    };
  const { onFailure, ...rest } = options;
  return inngest.createFunction(
    {
      triggers: [{ event: trigger }],
      ...rest,
      id,
      ...(onFailure ? { onFailure: own(onFailure) } : {}),
    } as Parameters<typeof inngest.createFunction>[0],
    own(handler),
  ) as InngestFunction.Any;
}
