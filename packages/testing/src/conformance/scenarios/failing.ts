import assert from 'node:assert/strict';
import { NonRetriableError, RetryAfterError } from 'inngest';
import { scenario } from '../scenario.ts';

const message = (output: unknown): string => JSON.stringify(output);

/** Errors: caught, tried again, final. */
export const failing = [
  scenario(
    'caught',
    'A step that fails for good throws in the function, with name, message and cause, and can be caught',
    (s) => ({
      functions: [
        s.fn({ id: 'careful', retries: 0 }, async ({ step }) => {
          try {
            await step.run('risky', () => {
              throw new TypeError('no such thing', { cause: new RangeError('because of this') });
            });
            return 'no error';
          } catch (error) {
            const { name, message: text, cause } = error as Error;
            const { name: causeName, message: causeText } = cause as Error;
            return await step.run('report', () => ({ name, text, causeName, causeText }));
          }
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.deepEqual(run.output, {
          name: 'TypeError',
          text: 'no such thing',
          causeName: 'RangeError',
          causeText: 'because of this',
        });
      },
    }),
  ),

  scenario('settled', 'When one of several parallel steps fails for good, the others keep their results', (s) => ({
    functions: [
      s.fn({ id: 'settled', retries: 0 }, async (call) => {
        const { step } = call;
        const results = await Promise.allSettled([
          step.run('good', () => {
            s.note('good', call);
            return 'good';
          }),
          step.run('bad', () => {
            throw new Error('bad');
          }),
          step.run('fine', () => 'fine'),
        ]);
        return results.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as Error).message));
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, ['good', 'bad', 'fine']);
      assert.equal(s.notes('good').length, 1);
    },
  })),

  scenario(
    'function-retry',
    'A function that throws outside of steps is tried again and told which attempt it is',
    (s) => ({
      functions: [
        s.fn({ id: 'stubborn', retries: 2 }, (call) => {
          s.note('attempt', call, [call.attempt, call.maxAttempts]);
          if (call.attempt < 2) throw new Error(`attempt ${call.attempt}`);
          return 'at last';
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.equal(run.output, 'at last');
        assert.deepEqual(s.values('attempt'), [
          [0, 3],
          [1, 3],
          [2, 3],
        ]);
        assert.equal(new Set(s.notes('attempt').map((note) => note.run)).size, 1);
      },
    }),
  ),

  scenario('step-retry', 'A step that fails is tried again by itself: steps before it are not repeated', (s) => ({
    functions: [
      s.fn({ id: 'stubborn', retries: 3 }, async (call) => {
        const { step } = call;
        await step.run('first', () => s.note('first', call));
        await step.run('second', () => {
          s.note('second', call, call.attempt);
          if (s.notes('second').length < 3) throw new Error('again');
        });
        await step.run('third', () => s.note('third', call, call.attempt));
      }),
    ],
    async run() {
      await s.ended(await s.send());
      assert.deepEqual(
        s.notes().map(({ what }) => what),
        ['first', 'second', 'second', 'second', 'third'],
      );
      assert.deepEqual(s.values('second'), [0, 1, 2]);
      assert.deepEqual(s.values('third'), [0]);
    },
  })),

  scenario('retries-per-step', 'Every step has all of the attempts', (s) => ({
    functions: [
      s.fn({ id: 'each', retries: 1 }, async (call) => {
        for (const name of ['a', 'b', 'c']) {
          await call.step.run(name, () => {
            s.note(name, call);
            if (s.notes(name).length < 2) throw new Error('once');
          });
        }
        return 'done';
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.equal(run.output, 'done');
      for (const name of ['a', 'b', 'c']) assert.equal(s.notes(name).length, 2);
    },
  })),

  scenario('no-retries', 'A function without retries runs once and has failed', (s) => ({
    functions: [
      s.fn({ id: 'once', retries: 0 }, (call) => {
        s.note('ran', call);
        throw new Error('only once');
      }),
    ],
    async run() {
      const run = await s.ended(await s.send(), 'Failed');
      assert.match(message(run.output), /only once/);
      assert.equal(s.notes('ran').length, 1);
    },
  })),

  scenario(
    'retries-used-up',
    'A step that never succeeds is tried once and then as often as retries say; the run has failed with its error',
    (s) => ({
      functions: [
        s.fn({ id: 'hopeless', retries: 2 }, async (call) => {
          await call.step.run('hopeless', () => {
            s.note('tried', call);
            throw new Error('hopeless case');
          });
          await call.step.run('never', () => s.note('never', call));
        }),
      ],
      async run() {
        const run = await s.ended(await s.send(), 'Failed');
        assert.match(message(run.output), /hopeless case/);
        assert.equal(s.notes('tried').length, 3);
        assert.equal(s.notes('never').length, 0);
      },
    }),
  ),

  scenario('retry-after', 'An error that says when to come back is obeyed', (s) => ({
    functions: [
      s.fn({ id: 'later', retries: 1 }, async (call) => {
        await call.step.run('busy', () => {
          s.note('tried', call);
          if (s.notes('tried').length === 1) throw new RetryAfterError('busy', '3s');
        });
      }),
    ],
    async run() {
      await s.ended(await s.send());
      const [first, second] = s.notes('tried');
      assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 2_900);
    },
  })),

  scenario('retry-after-outside', 'An error outside of steps that says when to come back is obeyed', (s) => ({
    functions: [
      s.fn({ id: 'later', retries: 1 }, (call) => {
        s.note('tried', call);
        if (call.attempt === 0) throw new RetryAfterError('busy', '3s');
      }),
    ],
    async run() {
      await s.ended(await s.send());
      const [first, second] = s.notes('tried');
      assert.ok((second?.at ?? 0) - (first?.at ?? 0) >= 2_900);
    },
  })),

  scenario('non-retriable', 'An error that forbids retries ends the run at once', (s) => ({
    functions: [
      s.fn({ id: 'final' }, (call) => {
        s.note('ran', call);
        throw new NonRetriableError('never again');
      }),
    ],
    async run() {
      const run = await s.ended(await s.send(), 'Failed');
      assert.match(message(run.output), /never again/);
      assert.equal(s.notes('ran').length, 1);
    },
  })),

  scenario(
    'non-retriable-step',
    'A step whose error forbids retries runs once, and the function may catch it',
    (s) => ({
      functions: [
        s.fn({ id: 'final' }, async (call) => {
          try {
            await call.step.run('final', () => {
              s.note('ran', call);
              throw new NonRetriableError('not this one');
            });
          } catch (error) {
            return (error as Error).message;
          }
          return 'no error';
        }),
      ],
      async run() {
        const run = await s.ended(await s.send());
        assert.equal(run.output, 'not this one');
        assert.equal(s.notes('ran').length, 1);
      },
    }),
  ),

  scenario(
    'on-failure',
    'When a run has failed, its onFailure runs once with the error and the event that started the run',
    (s) => ({
      functions: [
        s.fn(
          {
            id: 'doomed',
            retries: 1,
            onFailure: async (call) => {
              const { function_id, run_id, event } = call.event.data as {
                function_id: string;
                run_id: string;
                event: { name: string; data: { n: number } };
              };
              const { name, message: text } = call.error as Error;
              await call.step.run('report', () => {
                s.note('failure', call, { function_id, run_id, event: event.name, n: event.data.n, name, text });
              });
            },
          },
          (call) => {
            s.note('ran', call);
            throw new RangeError('out of range');
          },
        ),
      ],
      async run() {
        const id = await s.send({ data: { n: 3 } });
        await s.seen('failure');
        const [run] = await s.runs(id);
        await s.pass(500);
        assert.equal(s.notes('ran').length, 2);
        assert.deepEqual(s.values('failure'), [
          {
            function_id: s.functionId('doomed'),
            run_id: run?.run_id,
            event: s.event(),
            n: 3,
            name: 'RangeError',
            text: 'out of range',
          },
        ]);
        assert.equal(run?.status, 'Failed');
      },
    }),
  ),

  scenario('thrown-text', 'A step that throws something that is no error fails with what it threw', (s) => ({
    functions: [
      s.fn({ id: 'odd', retries: 0 }, async ({ step }) => {
        try {
          await step.run('throw', () => {
            throw 'just text';
          });
        } catch (error) {
          return String((error as Error).message);
        }
        return 'no error';
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.match(String(run.output), /just text/);
    },
  })),
];
