import assert from 'node:assert/strict';
import { postEvents } from '../engine.ts';
import { type Call, type Scene, scenario } from '../scenario.ts';

/** A function that notes the internal events about another one. */
const listener = (s: Scene, name: string, about: string) =>
  s.fn(
    { id: 'listener', triggers: [{ event: name, if: `event.data.function_id == "${s.functionId(about)}"` }] },
    async (call) => {
      await call.step.run('note', () => s.note('told', call, call.event.data));
    },
  );

const noteRan = (s: Scene) => (call: Call) => s.note('ran', call, call.event.data.n);

/** What starts a run. */
export const triggers = [
  scenario('event-shape', 'A function sees its event as it was sent, with an id and a time', (s) => ({
    functions: [s.fn({ id: 'seeing' }, ({ event }) => event)],
    async run() {
      const run = await s.ended(await s.send({ data: { list: [1, { two: null }] } }));
      const { id, name, data, ts } = run.output as Call['event'];
      assert.equal(name, s.event());
      assert.deepEqual(data, { list: [1, { two: null }], key: s.key });
      assert.ok(typeof id === 'string' && id.length > 0);
      assert.ok(Math.abs(Number(ts) - Date.now()) < 5 * 60_000);
    },
  })),

  scenario('single-object', 'An event may be posted alone, without a list around it', (s) => ({
    functions: [s.fn({ id: 'ran' }, noteRan(s))],
    async run() {
      const { status, body } = await postEvents(s.engine, { name: s.event(), data: { key: s.key, n: 1 } });
      assert.equal(status, 200);
      const [id] = (body as { ids: string[] }).ids;
      await s.ended(id as string);
      assert.deepEqual(s.values('ran'), [1]);
    },
  })),

  scenario('ten-at-once', 'Ten events in one post start ten runs, one each', (s) => ({
    functions: [s.fn({ id: 'ran' }, noteRan(s))],
    async run() {
      const ids = await s.sendAll(Array.from({ length: 10 }, (_, n) => ({ data: { n } })));
      assert.equal(new Set(ids).size, 10);
      for (const id of ids) await s.ended(id);
      assert.deepEqual(
        s.values('ran').sort((a, b) => Number(a) - Number(b)),
        Array.from({ length: 10 }, (_, n) => n),
      );
    },
  })),

  scenario('same-event', 'An event with an id that was seen before starts nothing again', (s) => ({
    functions: [s.fn({ id: 'ran' }, noteRan(s))],
    async run() {
      const id = `${s.key}-once`;
      await s.send({ id, data: { n: 1 } });
      await s.seen('ran');
      await s.send({ id, data: { n: 2 } });
      await s.sendAll([3, 4].map((n) => ({ id, data: { n } })));
      await s.send({ data: { n: 5 } });
      await s.seen('ran', 2);
      await s.pass(1_000);
      assert.deepEqual(s.values('ran'), [1, 5]);
    },
  })),

  scenario('fan-out', 'One event starts every function that asks for it', (s) => ({
    functions: ['one', 'two', 'three'].map((id) => s.fn({ id }, (call) => s.note('ran', call, id))),
    async run() {
      const id = await s.send();
      await s.seen('ran', 3);
      const runs = await s.until('three runs to end', async () => {
        const found = await s.runs(id);
        return found.length === 3 && found.every(({ status }) => status === 'Completed') && found;
      });
      assert.equal(new Set(runs.map((run) => run.run_id)).size, 3);
      assert.deepEqual(s.values('ran').sort(), ['one', 'three', 'two']);
    },
  })),

  scenario('several-triggers', 'A function with several triggers starts for each of their events', (s) => ({
    functions: [
      s.fn({ id: 'either', triggers: [{ event: s.event('one') }, { event: s.event('two') }] }, (call) => {
        s.note('ran', call, call.event.name);
      }),
    ],
    async run() {
      for (const name of ['one', 'two']) await s.ended(await s.send({ name: s.event(name) }));
      assert.deepEqual(s.values('ran'), [s.event('one'), s.event('two')]);
    },
  })),

  scenario('wildcard', 'A trigger that ends in a star starts for every event of that beginning', (s) => ({
    functions: [
      s.fn({ id: 'any', triggers: [{ event: s.event('*') }] }, (call) => {
        s.note('ran', call, call.event.name);
      }),
    ],
    async run() {
      const [other] = [await s.send({ name: `${s.event('x').slice(0, -2)}less.one` })];
      for (const name of ['one', 'two.three']) await s.ended(await s.send({ name: s.event(name) }));
      assert.deepEqual(s.values('ran'), [s.event('one'), s.event('two.three')]);
      assert.deepEqual(await s.runs(other as string), []);
    },
  })),

  scenario('trigger-if', 'A trigger with an expression starts only for the events of which it is true', (s) => ({
    functions: [
      s.fn(
        {
          id: 'large',
          triggers: [{ event: s.event(), if: "event.data.total > 100 && event.data.country in ['ES', 'PT']" }],
        },
        noteRan(s),
      ),
    ],
    async run() {
      const total = [
        { n: 1, total: 101, country: 'ES' },
        { n: 2, total: 100, country: 'ES' },
        { n: 3, total: 500, country: 'FR' },
        { n: 4, country: 'PT' },
        { n: 5, total: 250.5, country: 'PT' },
      ];
      const ids = await s.sendAll(total.map((data) => ({ data })));
      await s.seen('ran', 2);
      for (const n of [0, 4]) await s.ended(ids[n] as string);
      assert.deepEqual(s.values('ran').sort(), [1, 5]);
      for (const n of [1, 2, 3]) assert.deepEqual(await s.runs(ids[n] as string), []);
    },
  })),

  scenario('cron', 'A function with a schedule starts at the minute, once', (s) => ({
    functions: [
      s.fn({ id: 'clock', triggers: [{ cron: '* * * * *' }] }, async (call) => {
        const { name, data } = call.event;
        await call.step.run('tick', () =>
          s.note('tick', call, { name, cron: data.cron, second: new Date().getSeconds() }),
        );
      }),
    ],
    async run() {
      const [tick] = await s.seen('tick', 1, 75_000);
      const { name, cron, second } = tick.value as { name: string; cron: string; second: number };
      assert.equal(name, 'inngest/scheduled.timer');
      assert.equal(cron, '* * * * *');
      assert.ok(second < 15, `it came at second ${second}`);
      await s.pass(1_000);
      assert.equal(s.notes('tick').length, 1);
    },
  })),

  scenario('future', 'An event dated in the future starts its run then', (s) => ({
    functions: [s.fn({ id: 'later' }, (call) => s.note('ran', call))],
    async run() {
      const began = performance.now();
      await s.send({ ts: Date.now() + 3_000 });
      const [ran] = await s.seen('ran');
      assert.ok((ran?.at ?? 0) - began >= 2_800, `it ran after ${(ran?.at ?? 0) - began} ms`);
    },
  })),

  scenario('nobody', 'An event that no function asks for is taken and starts nothing', (s) => ({
    functions: [],
    async run() {
      assert.deepEqual(await s.runs(await s.send()), []);
    },
  })),

  scenario('told-finished', 'The end of a run is an event that can start a function', (s) => ({
    functions: [listener(s, 'inngest/function.finished', 'subject'), s.fn({ id: 'subject' }, () => ({ answer: 42 }))],
    async run() {
      const run = await s.ended(await s.send());
      const [told] = await s.seen('told');
      const { run_id, result } = told.value as Record<string, unknown>;
      assert.equal(run_id, run.run_id);
      assert.deepEqual(result, { answer: 42 });
    },
  })),

  scenario('told-failed', 'The failure of a run is an event with its error and the event that started it', (s) => ({
    functions: [
      listener(s, 'inngest/function.failed', 'subject'),
      s.fn({ id: 'subject', retries: 0 }, () => {
        throw new Error('told failure');
      }),
    ],
    async run() {
      const run = await s.ended(await s.send({ data: { n: 9 } }), 'Failed');
      const [told] = await s.seen('told');
      const { run_id, error, event } = told.value as {
        run_id: string;
        error: { message: string };
        event: { name: string; data: { n: number } };
      };
      assert.equal(run_id, run.run_id);
      assert.match(error.message, /told failure/);
      assert.equal(event.name, s.event());
      assert.equal(event.data.n, 9);
    },
  })),

  scenario('told-cancelled', 'The cancelling of a run is an event', (s) => ({
    functions: [
      listener(s, 'inngest/function.cancelled', 'subject'),
      s.fn({ id: 'subject', cancelOn: [{ event: s.event('stop'), match: 'data.key' } as never] }, async (call) => {
        await call.step.run('begin', () => s.note('began', call));
        await call.step.sleep('long', '30m');
      }),
    ],
    async run() {
      const id = await s.send();
      await s.seen('began');
      await s.pass(300);
      await s.send({ name: s.event('stop') });
      const run = await s.ended(id, 'Cancelled');
      const [told] = await s.seen('told');
      assert.equal((told.value as { run_id: string }).run_id, run.run_id);
    },
  })),
];
