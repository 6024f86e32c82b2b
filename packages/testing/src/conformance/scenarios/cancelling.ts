import assert from 'node:assert/strict';
import { type Scene, scenario } from '../scenario.ts';

type CancelOn = { match?: string; if?: string; timeout?: `${number}s` };

/** A function that waits long enough to be cancelled. */
const sleeper = (s: Scene, sleep: string, cancelOn: CancelOn) =>
  s.fn({ id: 'sleeper', cancelOn: [{ event: s.event('stop'), ...cancelOn } as never] }, async (call) => {
    await call.step.run('before', () => s.note('before', call, call.event.data.order));
    await call.step.sleep('long', sleep);
    await call.step.run('after', () => s.note('after', call, call.event.data.order));
  });

/** What ends a run from outside. */
export const cancelling = [
  scenario('cancel-match', 'An event cancels the runs whose field matches and leaves the others alone', (s) => ({
    functions: [sleeper(s, '8s', { match: 'data.order' })],
    async run() {
      const [mine, other] = (await s.sendAll([{ data: { order: 'mine' } }, { data: { order: 'other' } }])) as [
        string,
        string,
      ];
      await s.seen('before', 2);
      await s.send({ name: s.event('stop'), data: { order: 'mine' } });
      await s.ended(mine, 'Cancelled');
      await s.ended(other);
      assert.deepEqual(s.values('after'), ['other']);
    },
  })),

  scenario('cancel-if', 'A cancelling event may be told by an expression over both events', (s) => ({
    functions: [sleeper(s, '8s', { if: 'event.data.key == async.data.key && async.data.level > event.data.level' })],
    async run() {
      const [low, high] = (await s.sendAll([
        { data: { order: 'low', level: 1 } },
        { data: { order: 'high', level: 9 } },
      ])) as [string, string];
      await s.seen('before', 2);
      await s.send({ name: s.event('stop'), data: { level: 5 } });
      await s.ended(low, 'Cancelled');
      await s.ended(high);
      assert.deepEqual(s.values('after'), ['high']);
    },
  })),

  scenario('cancel-timeout', 'A cancelling event that comes after its time does not cancel', (s) => ({
    functions: [sleeper(s, '8s', { match: 'data.key', timeout: '1s' })],
    async run() {
      const id = await s.send({ data: { order: 'kept' } });
      await s.seen('before');
      await s.pass(2_000);
      await s.send({ name: s.event('stop') });
      await s.ended(id);
      assert.deepEqual(s.values('after'), ['kept']);
    },
  })),

  scenario(
    'cancel-waiting',
    'A run that waits for an event can be cancelled, and the event it waited for then changes nothing',
    (s) => ({
      functions: [
        s.fn({ id: 'waiter', cancelOn: [{ event: s.event('stop'), match: 'data.key' } as never] }, async (call) => {
          await call.step.run('before', () => s.note('before', call));
          await call.step.waitForEvent('told', { event: s.event('told'), match: 'data.key', timeout: '30m' });
          await call.step.run('after', () => s.note('after', call));
        }),
      ],
      async run() {
        const id = await s.send();
        await s.seen('before');
        await s.pass(300);
        await s.send({ name: s.event('stop') });
        await s.ended(id, 'Cancelled');
        await s.send({ name: s.event('told') });
        await s.pass(1_000);
        assert.equal(s.notes('after').length, 0);
      },
    }),
  ),

  scenario('timeout-finish', 'A run that takes longer than its function allows is cancelled', (s) => ({
    functions: [
      s.fn({ id: 'bounded', timeouts: { finish: '2s' } }, async (call) => {
        await call.step.run('before', () => s.note('before', call));
        await call.step.sleep('long', '5s');
        await call.step.run('after', () => s.note('after', call));
      }),
    ],
    async run() {
      await s.ended(await s.send(), 'Cancelled');
      assert.equal(s.notes('before').length, 1);
      assert.equal(s.notes('after').length, 0);
    },
  })),

  scenario('timeout-start', 'A run that could not start within its time is cancelled without having begun', (s) => ({
    functions: [
      s.fn({ id: 'queued', concurrency: 1, timeouts: { start: '2s' } }, async (call) => {
        await call.step.run('work', async () => {
          s.note('began', call, call.event.data.order);
          if (call.event.data.order !== 'first') return;
          await s.until('the second to be sent', () => s.notes('sent').length > 0);
          await s.pass(4_000);
        });
      }),
    ],
    async run() {
      const first = await s.send({ data: { order: 'first' } });
      await s.seen('began');
      const second = await s.send({ data: { order: 'second' } });
      s.note('sent');
      await s.ended(first);
      await s.ended(second, 'Cancelled');
      assert.deepEqual(s.values('began'), ['first']);
    },
  })),
];
