import assert from 'node:assert/strict';
import { type Call, type Scene, scenario } from '../scenario.ts';

/** Counts who is inside at the same time, by any field of the event. */
function openDoor(s: Scene) {
  const inside: Call[] = [];
  const most = new Map<string, number>();
  return {
    /** The most that were inside at once with the same value of a field. */
    most: (field: string, value: unknown) => most.get(`${field} ${String(value)}`) ?? 0,
    async through(call: Call, stay: () => Promise<unknown>): Promise<void> {
      inside.push(call);
      for (const [field, value] of Object.entries(call.event.data)) {
        const count = inside.filter((each) => each.event.data[field] === value).length;
        const name = `${field} ${String(value)}`;
        most.set(name, Math.max(most.get(name) ?? 0, count));
      }
      s.note('in', call, call.event.data.person);
      await stay();
      s.note('out', call, call.event.data.person);
      inside.splice(inside.indexOf(call), 1);
    },
  };
}

/** How much may run at once, in what order, and how often. */
export const flowControl = [
  scenario('limit', 'A limit of two lets two of six steps run at once, never three', (s) => {
    const door = openDoor(s);
    return {
      functions: [
        s.fn({ id: 'limited', concurrency: 2 }, async (call) => {
          await call.step.run('work', () =>
            door.through(call, async () => {
              await s.until('two to be inside', () => s.notes('in').length >= 2);
              await s.pass(100);
            }),
          );
        }),
      ],
      async run() {
        await s.sendAll(Array.from({ length: 6 }, () => ({})));
        await s.seen('out', 6);
        assert.equal(door.most('key', s.key), 2);
      },
    };
  }),

  scenario('keyed-limit', 'A limit of one per key serialises each key and lets different keys run at once', (s) => {
    const door = openDoor(s);
    return {
      functions: [
        s.fn({ id: 'keyed', concurrency: { limit: 1, key: 'event.data.person' } }, async (call) => {
          await call.step.run('work', () =>
            door.through(call, async () => {
              await s.until('both persons to be inside', () => new Set(s.values('in')).size === 2);
              await s.pass(100);
            }),
          );
        }),
      ],
      async run() {
        await s.sendAll(['ana', 'ana', 'ana', 'bea', 'bea', 'bea'].map((person) => ({ data: { person } })));
        await s.seen('out', 6);
        assert.equal(door.most('person', 'ana'), 1);
        assert.equal(door.most('person', 'bea'), 1);
        assert.equal(door.most('key', s.key), 2);
      },
    };
  }),

  scenario('two-limits', 'Of two limits with keys both hold', (s) => {
    const door = openDoor(s);
    const concurrency: [{ limit: number; key: string }, { limit: number; key: string }] = [
      { limit: 1, key: 'event.data.person' },
      { limit: 2, key: 'event.data.company' },
    ];
    return {
      functions: [
        s.fn({ id: 'limited', concurrency }, async (call) => {
          await call.step.run('work', () =>
            door.through(call, async () => {
              await s.until('two to be inside', () => s.notes('in').length >= 2);
              await s.pass(100);
            }),
          );
        }),
      ],
      async run() {
        const people = ['ana', 'ana', 'bea', 'bea', 'eva', 'eva'];
        await s.sendAll(people.map((person) => ({ data: { person, company: 'one' } })));
        await s.seen('out', 6);
        for (const person of people) assert.equal(door.most('person', person), 1);
        assert.equal(door.most('company', 'one'), 2);
      },
    };
  }),

  scenario('shared-limit', 'A limit of scope env is shared by the functions that name the same key', (s) => {
    const door = openDoor(s);
    const work = async (call: Call) => {
      await call.step.run('work', () => door.through(call, () => s.pass(150)));
    };
    const concurrency = { limit: 1, scope: 'env' as const, key: `"conformance-shared"` };
    return {
      functions: [s.fn({ id: 'one', concurrency }, work), s.fn({ id: 'two', concurrency }, work)],
      async run() {
        await s.sendAll([{}, {}, {}]);
        await s.seen('out', 6);
        assert.equal(door.most('key', s.key), 1);
      },
    };
  }),

  scenario('sleep-frees', 'A run that sleeps leaves its place to another', (s) => ({
    functions: [
      s.fn({ id: 'limited', concurrency: 1 }, async (call) => {
        const { order } = call.event.data;
        await call.step.run('before', () => s.note(`before ${String(order)}`, call));
        if (order === 1) await call.step.sleep('long', '6s');
        await call.step.run('after', () => s.note(`after ${String(order)}`, call));
      }),
    ],
    async run() {
      await s.send({ data: { order: 1 } });
      await s.seen('before 1');
      await s.send({ data: { order: 2 } });
      await s.seen('after 1');
      assert.deepEqual(
        s.notes().map(({ what }) => what),
        ['before 1', 'before 2', 'after 2', 'after 1'],
      );
    },
  })),

  scenario('throttle', 'A throttle of one per two seconds starts all of three runs, two seconds apart', (s) => ({
    functions: [
      s.fn({ id: 'throttled', throttle: { limit: 1, period: '2s', key: 'event.data.key' } }, (call) => {
        s.note('start', call);
      }),
    ],
    async run() {
      await s.sendAll([{}, {}, {}]);
      const [first, second, third] = (await s.seen('start', 3)).map(({ at }) => at) as [number, number, number];
      assert.ok(
        second - first >= 1_000 && third - second >= 1_000,
        `started ${second - first}, ${third - second} ms apart`,
      );
      assert.ok(third - first >= 3_000, `all three within ${third - first} ms`);
    },
  })),

  scenario('rate-limit', 'A rate limit drops what is too much for its key and starts again after the period', (s) => ({
    functions: [
      s.fn({ id: 'rated', rateLimit: { limit: 1, period: '10s', key: 'event.data.person' } }, (call) => {
        s.note('ran', call, call.event.data.n);
      }),
    ],
    async run() {
      const send = (person: string, n: number) => s.send({ data: { person: `${s.key} ${person}`, n } });
      await send('ana', 1);
      await s.seen('ran', 1);
      await send('ana', 2);
      await send('bea', 3);
      await s.seen('ran', 2);
      await s.pass(10_500);
      await send('ana', 4);
      await s.seen('ran', 3);
      assert.deepEqual(s.values('ran'), [1, 3, 4]);
    },
  })),

  scenario(
    'debounce',
    'A debounce starts one run per key with the last event, after the period has been quiet',
    (s) => ({
      functions: [
        s.fn({ id: 'debounced', debounce: { period: '4s', key: 'event.data.person' } }, (call) => {
          s.note('ran', call, `${String(call.event.data.person)} ${String(call.event.data.n)}`);
        }),
      ],
      async run() {
        for (const n of [1, 2, 3]) {
          await s.sendAll([{ data: { person: 'ana', n } }, { data: { person: 'bea', n: n * 10 } }]);
          await s.pass(400);
        }
        const last = performance.now() - 400;
        const [first] = await s.seen('ran', 2);
        assert.ok((first?.at ?? 0) - last >= 3_800, 'it ran before the period was over');
        await s.pass(1_000);
        assert.deepEqual(s.values('ran').sort(), ['ana 3', 'bea 30']);
      },
    }),
  ),

  scenario('debounce-timeout', 'A debounce with a timeout runs though events never cease', (s) => ({
    functions: [
      s.fn({ id: 'debounced', debounce: { period: '4s', timeout: '8s', key: 'event.data.key' } }, (call) => {
        s.note('ran', call);
      }),
    ],
    async run() {
      const began = performance.now();
      await s.sendUntil([{}], 'a run between the events', () => s.notes('ran').length > 0);
      assert.ok((s.notes('ran')[0]?.at ?? 0) - began >= 5_000, 'it ran though events kept coming');
    },
  })),

  scenario('batch-size', 'A batch that is full starts one run with all of its events in order', (s) => ({
    functions: [
      s.fn({ id: 'batched', batchEvents: { maxSize: 3, timeout: '60s', key: 'event.data.key' } }, async (call) => {
        await call.step.run('take', () =>
          s.note(
            'batch',
            call,
            call.events.map(({ data }) => data.n),
          ),
        );
      }),
    ],
    async run() {
      for (const n of [1, 2, 3]) await s.send({ data: { n } });
      await s.seen('batch');
      assert.deepEqual(s.values('batch'), [[1, 2, 3]]);
    },
  })),

  scenario('batch-timeout', 'A batch that does not fill starts when its time is over', (s) => ({
    functions: [
      s.fn({ id: 'batched', batchEvents: { maxSize: 10, timeout: '2s', key: 'event.data.key' } }, (call) => {
        s.note(
          'batch',
          call,
          call.events.map(({ data }) => data.n),
        );
      }),
    ],
    async run() {
      const began = performance.now();
      await s.sendAll([{ data: { n: 1 } }, { data: { n: 2 } }]);
      const [batch] = await s.seen('batch');
      assert.ok((batch?.at ?? 0) - began >= 1_800, 'it did not wait for more');
      assert.deepEqual(s.values('batch'), [[1, 2]]);
    },
  })),

  scenario('batch-key', 'Batches with a key hold events of one key each', (s) => ({
    functions: [
      s.fn({ id: 'batched', batchEvents: { maxSize: 2, timeout: '60s', key: 'event.data.person' } }, (call) => {
        s.note('batch', call, call.events.map(({ data }) => `${String(data.name)} ${String(data.n)}`).join());
      }),
    ],
    async run() {
      for (const n of [1, 2]) {
        for (const name of ['ana', 'bea']) await s.send({ data: { person: `${s.key} ${name}`, name, n } });
      }
      await s.seen('batch', 2);
      assert.deepEqual(s.values('batch').sort(), ['ana 1,ana 2', 'bea 1,bea 2']);
    },
  })),

  scenario(
    'singleton-skip',
    'A singleton that skips runs one at a time per key, also while it sleeps, and drops the rest',
    (s) => ({
      functions: [
        s.fn({ id: 'single', singleton: { mode: 'skip', key: 'event.data.person' } }, async (call) => {
          await call.step.run('begin', () => s.note('began', call, call.event.data.n));
          await call.step.sleep('work', '5s');
          await call.step.run('end', () => s.note('ended', call, call.event.data.n));
        }),
      ],
      async run() {
        const send = (person: string, n: number) => s.send({ data: { person: `${s.key} ${person}`, n } });
        const first = await send('ana', 1);
        await s.seen('began', 1);
        await send('ana', 2);
        await send('bea', 3);
        await s.seen('ended', 2);
        await s.ended(first);
        await send('ana', 4);
        await s.seen('began', 3);
        assert.deepEqual(s.values('began'), [1, 3, 4]);
      },
    }),
  ),

  scenario('singleton-cancel', 'A singleton that cancels gives way to the newer run of its key', (s) => ({
    functions: [
      s.fn({ id: 'single', singleton: { mode: 'cancel', key: 'event.data.key' } }, async (call) => {
        await call.step.run('begin', () => s.note('began', call, call.event.data.n));
        await call.step.sleep('work', '6s');
        await call.step.run('end', () => s.note('ended', call, call.event.data.n));
      }),
    ],
    async run() {
      const first = await s.send({ data: { n: 1 } });
      await s.seen('began', 1);
      const second = await s.send({ data: { n: 2 } });
      await s.ended(first, 'Cancelled');
      await s.ended(second);
      assert.deepEqual(s.values('ended'), [2]);
    },
  })),

  scenario('idempotency', 'Of events with the same idempotency key only the first starts a run', (s) => ({
    functions: [
      s.fn({ id: 'idempotent', idempotency: 'event.data.order' }, (call) => {
        s.note('ran', call, call.event.data.n);
      }),
    ],
    async run() {
      const send = (order: string, n: number) => s.send({ data: { order: `${s.key} ${order}`, n } });
      await s.ended(await send('a', 1));
      await send('a', 2);
      await s.ended(await send('b', 3));
      await s.pass(500);
      assert.deepEqual(s.values('ran'), [1, 3]);
    },
  })),

  scenario('priority', 'Of runs that wait for a place, the urgent one begins first', (s) => ({
    functions: [
      s.fn(
        { id: 'queued', concurrency: 1, priority: { run: "event.data.kind == 'urgent' ? 300 : 0" } },
        async (call) => {
          await call.step.run('work', async () => {
            s.note('began', call, call.event.data.kind);
            if (call.event.data.kind !== 'holder') return;
            await s.until('all to be sent', () => s.notes('sent').length > 0);
            await s.pass(1_500);
          });
        },
      ),
    ],
    async run() {
      await s.send({ data: { kind: 'holder' } });
      await s.seen('began');
      await s.send({ data: { kind: 'usual' } });
      await s.send({ data: { kind: 'usual' } });
      await s.pass(200);
      await s.send({ data: { kind: 'urgent' } });
      s.note('sent');
      await s.seen('began', 4);
      assert.deepEqual(s.values('began'), ['holder', 'urgent', 'usual', 'usual']);
    },
  })),
];
