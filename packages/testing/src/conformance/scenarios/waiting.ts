import assert from 'node:assert/strict';
import { type Call, type Scene, scenario } from '../scenario.ts';

/** A function that says when it begins to wait and what it got. */
const waiter = (s: Scene, options: Parameters<Call['step']['waitForEvent']>[1]) =>
  s.fn({ id: 'waiter' }, async (call) => {
    await call.step.run('before', () => s.note('waiting', call));
    const told = await call.step.waitForEvent('told', options);
    await call.step.run('after', () => s.note('resumed', call, told === null ? null : told.data.text));
    return told === null ? null : told.data.text;
  });

/** Time and other events: sleeping and waiting. */
export const waiting = [
  scenario('sleep', 'A sleep of two seconds lasts that long, and what was done before it is not done again', (s) => ({
    functions: [
      s.fn({ id: 'sleeper' }, async (call) => {
        await call.step.run('before', () => s.note('before', call));
        await call.step.sleep('nap', '2s');
        await call.step.run('after', () => s.note('after', call));
      }),
    ],
    async run() {
      await s.ended(await s.send());
      assert.deepEqual(
        s.notes().map(({ what }) => what),
        ['before', 'after'],
      );
      const [before, after] = s.notes();
      assert.ok((after?.at ?? 0) - (before?.at ?? 0) >= 1_900);
    },
  })),

  scenario('sleep-until', 'A sleep until a moment ends at that moment; one until a past moment ends at once', (s) => ({
    functions: [
      s.fn({ id: 'sleeper' }, async (call) => {
        const { step } = call;
        await step.sleepUntil('past', new Date(Date.now() - 60_000));
        const until = await step.run('choose', () => Date.now() + 2_000);
        await step.sleepUntil('future', new Date(until));
        return await step.run('late', () => Date.now() - until);
      }),
    ],
    async run() {
      const { output } = await s.ended(await s.send());
      assert.ok((output as number) >= -100, `woke ${output} ms after the moment`);
    },
  })),

  scenario('wait-match', 'A wait with match ends with the event whose field is the same, and has its data', (s) => ({
    functions: [waiter(s, { event: s.event('told'), match: 'data.order', timeout: '30m' })],
    async run() {
      const id = await s.send({ data: { order: `${s.key} 7` } });
      await s.seen('waiting');
      const event = { name: s.event('told'), data: { order: `${s.key} 7`, text: 'paid' } };
      await s.sendUntil([event], 'the wait to end', () => s.notes('resumed').length > 0);
      assert.equal((await s.ended(id)).output, 'paid');
    },
  })),

  scenario('wait-other', 'An event whose field differs does not end a wait', (s) => ({
    functions: [waiter(s, { event: s.event('told'), match: 'data.order', timeout: '30m' })],
    async run() {
      const id = await s.send({ data: { order: 'mine' } });
      await s.seen('waiting');
      for (let n = 0; n < 4; n++) {
        await s.send({ name: s.event('told'), data: { order: 'theirs', text: 'wrong' } });
        await s.pass(300);
      }
      const event = { name: s.event('told'), data: { order: 'mine', text: 'right' } };
      await s.sendUntil([event], 'the wait to end', () => s.notes('resumed').length > 0);
      assert.equal((await s.ended(id)).output, 'right');
    },
  })),

  scenario('wait-if', 'A wait with an expression compares what started the run with what came', (s) => ({
    functions: [
      waiter(s, {
        event: s.event('told'),
        if: 'async.data.key == event.data.key && async.data.amount >= event.data.least',
        timeout: '30m',
      }),
    ],
    async run() {
      const id = await s.send({ data: { least: 100 } });
      await s.seen('waiting');
      for (let n = 0; n < 3; n++) {
        await s.send({ name: s.event('told'), data: { amount: 99, text: 'too little' } });
        await s.pass(300);
      }
      const event = { name: s.event('told'), data: { amount: 100, text: 'enough' } };
      await s.sendUntil([event], 'the wait to end', () => s.notes('resumed').length > 0);
      assert.equal((await s.ended(id)).output, 'enough');
    },
  })),

  scenario('wait-timeout', 'A wait that nobody ends answers null after its time', (s) => ({
    functions: [waiter(s, { event: s.event('told'), match: 'data.key', timeout: '2s' })],
    async run() {
      const run = await s.ended(await s.send());
      assert.equal(run.output, null);
      const [before, after] = s.notes();
      assert.ok((after?.at ?? 0) - (before?.at ?? 0) >= 1_900);
    },
  })),

  scenario('wait-earlier', 'An event from before the wait does not end it', (s) => ({
    functions: [waiter(s, { event: s.event('told'), match: 'data.key', timeout: '2s' })],
    async run() {
      await s.send({ name: s.event('told'), data: { text: 'too early' } });
      await s.pass(500);
      const run = await s.ended(await s.send());
      assert.equal(run.output, null);
    },
  })),

  scenario('wait-many', 'One event ends the waits of several runs', (s) => ({
    functions: [waiter(s, { event: s.event('told'), match: 'data.key', timeout: '30m' })],
    async run() {
      const ids = await s.sendAll([{}, {}, {}]);
      await s.seen('waiting', 3);
      const event = { name: s.event('told'), data: { text: 'all of you' } };
      await s.sendUntil([event], 'all waits to end', () => s.notes('resumed').length === 3);
      for (const id of ids) assert.equal((await s.ended(id)).output, 'all of you');
    },
  })),

  scenario('wait-two', 'Two waits beside each other end in whichever order their events come', (s) => ({
    functions: [
      s.fn({ id: 'two' }, async (call) => {
        const wait = (name: string) =>
          call.step.waitForEvent(name, { event: s.event(name), match: 'data.key', timeout: '30m' });
        const [first, second] = await Promise.all([wait('first'), wait('second')]);
        s.note('over', call);
        return [first?.data.text, second?.data.text];
      }),
    ],
    async run() {
      const id = await s.send();
      const events = [2, 1].map((text) => ({ name: s.event(text === 1 ? 'first' : 'second'), data: { text } }));
      await s.sendUntil(events, 'both waits to end', () => s.notes('over').length > 0);
      assert.deepEqual((await s.ended(id)).output, [1, 2]);
    },
  })),
];
