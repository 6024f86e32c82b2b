import assert from 'node:assert/strict';
import { NonRetriableError } from 'inngest';
import { scenario } from '../scenario.ts';

/** One function starting another: invoke and sendEvent. */
export const calling = [
  scenario(
    'invoke',
    'An invoked function gets the data it is called with, and its result is the result of the step',
    (s) => {
      const double = s.fn({ id: 'double', triggers: [] }, (call) => {
        s.note('called', call, call.event.name);
        return { twice: Number(call.event.data.n) * 2 };
      });
      return {
        functions: [
          double,
          s.fn({ id: 'caller' }, async ({ step }) => {
            const result = await step.invoke('call', { function: double, data: { n: 21 } });
            return { result };
          }),
        ],
        async run() {
          const run = await s.ended(await s.send());
          assert.deepEqual(run.output, { result: { twice: 42 } });
          assert.deepEqual(s.values('called'), ['inngest/function.invoked']);
          assert.notEqual(s.notes('called')[0]?.run, run.run_id);
        },
      };
    },
  ),

  scenario('invoke-failure', 'What an invoked function dies of is thrown by the step that invoked it', (s) => {
    const broken = s.fn({ id: 'broken', triggers: [] }, () => {
      throw new NonRetriableError('the child is ill');
    });
    return {
      functions: [
        broken,
        s.fn({ id: 'caller' }, async (call) => {
          try {
            await call.step.invoke('call', { function: broken, data: {} });
            return 'no error';
          } catch (error) {
            return (error as Error).message;
          }
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.match(String(run.output), /the child is ill/);
      },
    };
  }),

  scenario(
    'invoke-timeout',
    'An invocation that takes too long is given up by the caller; the invoked function goes on',
    (s) => {
      const slow = s.fn({ id: 'slow', triggers: [] }, async (call) => {
        await call.step.sleep('long', '6s');
        await call.step.run('end', () => s.note('child ended', call));
      });
      return {
        functions: [
          slow,
          s.fn({ id: 'caller' }, async (call) => {
            try {
              await call.step.invoke('call', { function: slow, data: {}, timeout: '1s' });
              return 'no error';
            } catch {
              await call.step.run('given up', () => s.note('given up', call));
              return 'given up';
            }
          }),
        ],
        async run() {
          const run = await s.ended(await s.send());
          assert.equal(run.output, 'given up');
          await s.seen('child ended');
          assert.deepEqual(
            s.notes().map(({ what }) => what),
            ['given up', 'child ended'],
          );
        },
      };
    },
  ),

  scenario('invoke-nested', 'Invocations nest: a result comes back through every level', (s) => {
    const leaf = s.fn({ id: 'leaf', triggers: [] }, async (call) => {
      return await call.step.run('leaf', () => {
        s.note('leaf', call);
        return [`leaf ${String(call.event.data.n)}`];
      });
    });
    const branch = s.fn({ id: 'branch', triggers: [] }, async ({ event, step }) => {
      const found = await step.invoke('leaf', { function: leaf, data: { n: event.data.n } });
      return [...(found as string[]), 'branch'];
    });
    return {
      functions: [
        leaf,
        branch,
        s.fn({ id: 'root' }, async ({ step }) => {
          const [one, two] = await Promise.all(
            [1, 2].map((n) => step.invoke(`branch ${n}`, { function: branch, data: { n } })),
          );
          return [one, two];
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.deepEqual(run.output, [
          ['leaf 1', 'branch'],
          ['leaf 2', 'branch'],
        ]);
        assert.equal(s.notes('leaf').length, 2);
      },
    };
  }),

  scenario(
    'send-event',
    'A step that sends an event starts the other function once, also when a later step is tried again',
    (s) => ({
      functions: [
        s.fn({ id: 'sender', retries: 2 }, async (call) => {
          const sent = await call.step.sendEvent('send', { name: s.event('sent'), data: { key: s.key, n: 5 } });
          await call.step.run('hesitant', () => {
            s.note('tried', call);
            if (call.attempt === 0) throw new Error('not yet');
          });
          return sent.ids.length;
        }),
        s.fn({ id: 'receiver', triggers: [{ event: s.event('sent') }] }, async (call) => {
          await call.step.run('take', () => s.note('received', call, call.event.data.n));
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.equal(run.output, 1);
        await s.seen('received');
        await s.pass(1_000);
        assert.equal(s.notes('tried').length, 2);
        assert.deepEqual(s.values('received'), [5]);
      },
    }),
  ),
];
