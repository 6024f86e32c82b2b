import assert from 'node:assert/strict';
import { scenario } from '../scenario.ts';

const WIDE_TEXT = 'ñandú, 東京, עברית, 👩‍👩‍👧, e\u0301, \u2028, \u200b, "quotes", back\\slash, \u0007, </script>';

/** Steps: order, memory, what they may return, several at once. */
export const steps = [
  scenario('no-step', 'A function without steps runs once and its return is the output of the run', (s) => ({
    functions: [
      s.fn({ id: 'plain' }, (call) => {
        s.note('ran', call);
        return { text: 'hola' };
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, { text: 'hola' });
      assert.equal(s.notes('ran').length, 1);
      assert.equal(s.notes('ran')[0]?.run, run.run_id);
    },
  })),

  scenario('one-step', 'A run of one step does its work once and answers what the step returned', (s) => ({
    functions: [
      s.fn({ id: 'single' }, async (call) => {
        const result = await call.step.run('work', () => {
          s.note('work', call);
          return { sum: 41 };
        });
        return { sum: result.sum + 1 };
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, { sum: 42 });
      assert.equal(s.notes('work').length, 1);
    },
  })),

  scenario('order', 'Twelve steps run in their order, each body once, each seeing the results before it', (s) => ({
    functions: [
      s.fn({ id: 'twelve' }, async (call) => {
        let sum = 0;
        for (let n = 1; n <= 12; n++) {
          sum = await call.step.run(`add ${n}`, () => {
            s.note('step', call, n);
            return sum + n;
          });
        }
        return sum;
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.equal(run.output, 78);
      assert.deepEqual(
        s.values('step'),
        Array.from({ length: 12 }, (_, n) => n + 1),
      );
    },
  })),

  scenario(
    'returns',
    'After a wait a step still answers what it returned: null, false, zero, empty, lists and objects; nothing becomes null',
    (s) => {
      const values = [
        null,
        false,
        0,
        '',
        [],
        {},
        [1, [2, null]],
        { deep: { er: [{ x: null }] } },
        0.1,
        2 ** 53 - 1,
        -1e21,
      ];
      return {
        functions: [
          s.fn({ id: 'returning' }, async ({ step }) => {
            const found: unknown[] = [];
            for (const [n, value] of values.entries()) found.push(await step.run(`value ${n}`, () => value));
            const nothing = await step.run('nothing', () => {});
            const date = await step.run('date', () => new Date(0));
            const holes = await step.run('holes', () => ({ kept: 1, dropped: undefined }));
            await step.sleep('so that all come from memory', '1s');
            return { found, nothing, date, holes };
          }),
        ],
        async run() {
          const run = await s.ended(await s.send());
          assert.deepEqual(run.output, {
            found: values,
            nothing: null,
            date: '1970-01-01T00:00:00.000Z',
            holes: { kept: 1 },
          });
        },
      };
    },
  ),

  scenario('same-id', 'A step id repeated in a loop is a step of its own each time', (s) => ({
    functions: [
      s.fn({ id: 'loop' }, async (call) => {
        const found: number[] = [];
        for (let n = 0; n < 4; n++) {
          found.push(
            await call.step.run('same', () => {
              s.note('same', call, n);
              return n * n;
            }),
          );
        }
        await call.step.sleep('pause', '1s');
        return found;
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, [0, 1, 4, 9]);
      assert.deepEqual(s.values('same'), [0, 1, 2, 3]);
    },
  })),

  scenario('branches', 'Which steps follow may depend on earlier results and on loops over them', (s) => ({
    functions: [
      s.fn({ id: 'branching' }, async (call) => {
        const { step } = call;
        const items = await step.run('list', () => ['a', 'b', 'c']);
        const done: string[] = [];
        for (const item of items) {
          if (item === 'b') continue;
          done.push(
            await step.run(`handle ${item}`, () => {
              s.note('handled', call, item);
              return item.toUpperCase();
            }),
          );
        }
        if (done.length > 2) await step.run('never', () => s.note('never', call));
        else await step.run('instead', () => s.note('instead', call));
        return done;
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, ['A', 'C']);
      assert.deepEqual(s.values('handled'), ['a', 'c']);
      assert.equal(s.notes('instead').length, 1);
      assert.equal(s.notes('never').length, 0);
    },
  })),

  scenario('parallel', 'Steps under Promise.all run at the same time, each once', (s) => ({
    functions: [
      s.fn({ id: 'three' }, async (call) => {
        const meet = (name: string) =>
          call.step.run(name, async () => {
            s.note('begun', call, name);
            // none may go on before all have begun: one after the other they would wait for ever
            await s.until('all three to have begun', () => s.notes('begun').length >= 3);
            return name;
          });
        const names = await Promise.all([meet('a'), meet('b'), meet('c')]);
        return await call.step.run('join', () => names.join(''));
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.equal(run.output, 'abc');
      assert.deepEqual(s.values('begun').sort(), ['a', 'b', 'c']);
    },
  })),

  scenario('chains', 'Two chains of steps advance beside each other, and what follows both runs once', (s) => ({
    functions: [
      s.fn({ id: 'chains' }, async (call) => {
        const chain = async (name: string) => {
          let text = '';
          for (const part of [1, 2, 3]) {
            text = await call.step.run(`${name}${part}`, () => {
              s.note('link', call, `${name}${part}`);
              return `${text}${name}${part}`;
            });
          }
          return text;
        };
        const both = await Promise.all([chain('x'), chain('y')]);
        return await call.step.run('after both', () => {
          s.note('after', call);
          return both;
        });
      }),
    ],
    async run() {
      const run = await s.ended(await s.send());
      assert.deepEqual(run.output, ['x1x2x3', 'y1y2y3']);
      assert.deepEqual(s.values('link').sort(), ['x1', 'x2', 'x3', 'y1', 'y2', 'y3']);
      assert.equal(s.notes('after').length, 1);
    },
  })),

  scenario('mixed', 'A step, a sleep and a wait beside each other end together', (s) => ({
    functions: [
      s.fn({ id: 'mixed' }, async (call) => {
        const { step } = call;
        const [ran, , waited] = await Promise.all([
          step.run('ran', () => {
            s.note('ran', call);
            return 'ran';
          }),
          step.sleep('slept', '1s'),
          step.waitForEvent('waited', { event: s.event('told'), match: 'data.key', timeout: '30m' }),
        ]);
        s.note('over', call);
        return { ran, told: waited?.data.text };
      }),
    ],
    async run() {
      const id = await s.send();
      await s.seen('ran');
      await s.sendUntil(
        [{ name: s.event('told'), data: { text: 'now' } }],
        'the wait to end',
        () => s.notes('over').length > 0,
      );
      assert.deepEqual((await s.ended(id)).output, { ran: 'ran', told: 'now' });
      assert.equal(s.notes('ran').length, 1);
    },
  })),

  scenario('race', 'In a race the function goes on with the first step to end', (s) => ({
    functions: [
      s.fn({ id: 'race' }, async (call) => {
        const { step, group } = call;
        const winner = await group.parallel(() =>
          Promise.race([
            step.run('quick', () => 'quick'),
            step.run('slow', async () => {
              await s.until('the quick one to have won', () => s.notes('won').length > 0);
              s.note('slow ended', call);
              return 'slow';
            }),
          ]),
        );
        await step.run('won', () => s.note('won', call, winner));
        return winner;
      }),
    ],
    async run() {
      const id = await s.send();
      await s.seen('won');
      const run = await s.ended(id);
      assert.equal(run.output, 'quick');
      assert.deepEqual(s.values('won'), ['quick']);
    },
  })),

  scenario('wide-text', 'Text in any script travels whole through event, step and output', (s) => ({
    functions: [
      s.fn({ id: 'echo', name: 'Eco — ñ 日本' }, async ({ event, step }) => {
        const text = await step.run('paso número uno ✓', () => ({ [event.data.text as string]: event.data.text }));
        await step.sleep('pausa', '1s');
        return text;
      }),
    ],
    async run() {
      const run = await s.ended(await s.send({ data: { text: WIDE_TEXT } }));
      assert.deepEqual(run.output, { [WIDE_TEXT]: WIDE_TEXT });
    },
  })),

  scenario('zero-byte', 'A text with the character U+0000 ends a run like any other text', (s) => ({
    functions: [
      s.fn({ id: 'zero' }, async ({ event, step }) => {
        const text = await step.run('back', () => event.data.text);
        await step.sleep('pause', '1s');
        return await step.run('again', () => text);
      }),
    ],
    async run() {
      const run = await s.ended(await s.send({ data: { text: 'be\u0000fore' } }));
      assert.equal(run.output, 'be\u0000fore');
    },
  })),

  scenario('large', 'An event of 200 kB and a step result of 1 MB arrive whole', (s) => ({
    functions: [
      s.fn({ id: 'large' }, async ({ event, step }) => {
        const text = await step.run('grow', () => (event.data.text as string).repeat(5));
        await step.sleep('pause', '1s');
        return await step.run('measure', () => ({ came: (event.data.text as string).length, kept: text.length }));
      }),
    ],
    async run() {
      const run = await s.ended(await s.send({ data: { text: 'x'.repeat(200_000) } }));
      assert.deepEqual(run.output, { came: 200_000, kept: 1_000_000 });
    },
  })),
];
