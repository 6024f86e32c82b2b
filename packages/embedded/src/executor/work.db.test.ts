import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import {
  KEYS,
  type Maker,
  NonRetriableError,
  openExecutor,
  type TestExecutor,
} from '../../../testing/src/executor-app.ts';
import { until } from '../../../testing/src/product/until.ts';

let db: TestDatabase;
const open: TestExecutor[] = [];
beforeEach(async () => {
  db = await createDatabase();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.stop()));
  await db.drop();
});

async function start(make: Maker, options: Parameters<typeof openExecutor>[2] = {}): Promise<TestExecutor> {
  const executor = openExecutor(db.jobsUrl, make, options);
  open.push(executor);
  await executor.start();
  return executor;
}

type RunRow = {
  id: string;
  fn: string;
  status: string;
  output: unknown;
  error: { message?: string } | null;
  stack: string[];
};
const runs = async (): Promise<RunRow[]> => [
  ...(await db.admin<RunRow[]>`select id, fn, status, output, error, stack from jobs.run order by id`),
];
const ended = (count = 1): Promise<RunRow[]> =>
  until('the runs to end', async () => {
    const all = await runs();
    return all.length >= count && all.every((each) => !['queued', 'running'].includes(each.status)) ? all : null;
  });
const gate = () => {
  let open: (value?: unknown) => void = () => {};
  const opened = new Promise((resolve) => {
    open = resolve;
  });
  return { open, opened };
};

describe('several executors on one database', () => {
  test('share the work and run each step once', async () => {
    const seen: string[] = [];
    const make =
      (who: string): Maker =>
      (inngest) => [
        inngest.createFunction({ id: 'shared', triggers: [{ event: 'test/shared' }] }, async ({ event, step }) => {
          await step.run('a', async () => {
            seen.push(`${who} a ${event.data.n}`);
            await new Promise((resolve) => setTimeout(resolve, 5));
          });
          await step.run('b', () => {
            seen.push(`${who} b ${event.data.n}`);
          });
        }),
      ];
    const first = await start(make('first'), { workers: 4 });
    await start(make('second'), { workers: 4 });
    await first.send(Array.from({ length: 120 }, (_, n) => ({ name: 'test/shared', data: { n } })));
    const all = await ended(120);
    expect(all.every((each) => each.status === 'completed')).toBe(true);
    const steps = seen.map((line) => line.split(' ').slice(1).join(' '));
    expect(new Set(steps).size).toBe(240);
    expect(steps).toHaveLength(240);
    expect(new Set(seen.map((line) => line.split(' ')[0]))).toEqual(new Set(['first', 'second']));
  });

  test('an answer whose claim was lost is dropped, and so are its checkpoints, while the new holder still works', async () => {
    const holds = [gate(), gate()];
    let calls = 0;
    const make: Maker = (inngest) => [
      inngest.createFunction({ id: 'slow', triggers: [{ event: 'test/slow' }] }, async ({ step }) => {
        const mine = await step.run('which', async () => {
          calls += 1;
          const call = calls;
          await holds[call - 1]?.opened;
          return call;
        });
        return await step.run('after', () => `by call ${mine}`);
      }),
    ];
    // the first is as good as dead: it never says that it lives
    const first = await start(make, { leaseMs: 3_600_000 });
    await first.tell('test/slow');
    await until('the first call', () => calls === 1);
    await db.admin`update jobs.queue set locked_until = clock_timestamp() where state = 2`;
    const second = await start(make);
    second.nudge();
    await until('the second call', () => calls === 2);
    holds[0]?.open();
    await until('the late answer to be refused', async () => {
      const { refused } = await first.stats();
      return refused.staleCheckpoint === 1 && refused.staleAnswer === 1;
    });
    expect(await db.admin`select 1 from jobs.step`).toHaveLength(0);
    holds[1]?.open();
    const [run] = await ended();
    expect(run).toMatchObject({ status: 'completed', output: 'by call 2' });
    expect([...(await db.admin`select name, value from jobs.step order by name`)]).toEqual([
      { name: 'after', value: 'by call 2' },
      { name: 'which', value: 2 },
    ]);
  });

  test('what one has no place for, another takes without being asked', async () => {
    const hold = gate();
    const began: string[] = [];
    const make =
      (who: string): Maker =>
      (inngest) => [
        inngest.createFunction({ id: 'full', triggers: [{ event: 'test/full' }] }, async ({ event }) => {
          began.push(`${who} ${event.data.n}`);
          await hold.opened;
        }),
      ];
    const first = await start(make('first'), { workers: 1 });
    await start(make('second'), { workers: 1 });
    const told = Date.now();
    await first.send([
      { name: 'test/full', data: { n: 0 } },
      { name: 'test/full', data: { n: 1 } },
    ]);
    await until('both to begin', () => began.length === 2);
    // far less than the safety look
    expect(Date.now() - told).toBeLessThan(2500);
    expect(began.map((line) => line.split(' ')[0]).sort()).toEqual(['first', 'second']);
    hold.open();
    await ended(2);
  });
});

describe('a call that ends its process', () => {
  const poison: Maker = (inngest) => [
    inngest.createFunction(
      {
        id: 'poison',
        triggers: [{ event: 'test/poison' }],
        onFailure: async ({ error }: { error: Error }) => ({ heard: error.message }),
      },
      async ({ step }) => {
        await step.run('die', () => 'would have died');
      },
    ),
  ];
  /** As if the process had died in the call: the claim stays, nobody holds it. */
  const crash = async (): Promise<void> => {
    await db.admin`update jobs.queue set state = 2, lock = 'dead', locked_until = clock_timestamp() - interval '1 second' where kind = 'call'`;
    await db.jobs`select jobs.expire_claims()`;
  };

  test('is tried again until it crashed five times in a row; then its run fails and onFailure hears why', async () => {
    await db.jobs`select jobs.accept('[{"id":"E","name":"test/poison","body":"{\\"id\\":\\"E\\",\\"name\\":\\"test/poison\\",\\"data\\":{},\\"ts\\":1}"}]',
      '[{"run":"R","event":"E","fn":"test-poison","plain":true}]', 1000)`;
    for (let n = 0; n < 5; n++) await crash();
    await start(poison);
    const all = await ended(2);
    expect(all.find((each) => each.id === 'R')).toMatchObject({ status: 'failed', error: { name: 'PoisonedJob' } });
    expect(all.find((each) => each.fn === 'test-poison-failure')).toMatchObject({
      output: { heard: expect.stringMatching(/5 calls in a row ended with their process/) },
    });
  });

  test('counts no more once it made progress', async () => {
    await db.jobs`select jobs.accept('[{"id":"E","name":"test/poison","body":"{\\"id\\":\\"E\\",\\"name\\":\\"test/poison\\",\\"data\\":{},\\"ts\\":1}"}]',
      '[{"run":"R","event":"E","fn":"test-poison","plain":true}]', 1000)`;
    for (let n = 0; n < 4; n++) await crash();
    const [{ id }] = await db.admin<[{ id: number }]>`
      update jobs.queue set state = 2, lock = 'alive', locked_until = clock_timestamp() + interval '1 minute' returning id`;
    await db.jobs`select jobs.checkpoint(${`[{"at":0,"id":${id},"lock":"alive","run":"R","steps":[{"id":"s","name":"s","value":"1"}]}]`}::text::json, 60000)`;
    await crash();
    expect(await db.admin`select crashes, state from jobs.queue`).toEqual([{ crashes: 1, state: 1 }]);
    await start(poison);
    expect((await ended())[0]).toMatchObject({ status: 'completed' });
  });

  test('once suspected, it runs beside no other suspect', async () => {
    let together = 0;
    let most = 0;
    const rows = Array.from({ length: 6 }, (_, n) => ({ event: `E${n}`, run: `R${n}` }));
    await db.jobs`select jobs.accept(
      ${JSON.stringify(rows.map(({ event }) => ({ id: event, name: 'test/suspect', body: JSON.stringify({ id: event, name: 'test/suspect', data: {}, ts: 1 }) })))}::text::json,
      ${JSON.stringify(rows.map((each) => ({ ...each, fn: 'test-suspect', plain: true })))}::text::json, 1000)`;
    await crash();
    await crash();
    await start((inngest) => [
      inngest.createFunction({ id: 'suspect', triggers: [{ event: 'test/suspect' }] }, async () => {
        together += 1;
        most = Math.max(most, together);
        await new Promise((resolve) => setTimeout(resolve, 20));
        together -= 1;
      }),
    ]);
    expect((await ended(6)).map((each) => each.status)).toEqual(Array.from({ length: 6 }, () => 'completed'));
    expect(most).toBe(1);
  });
});

describe('stopping', () => {
  test('waits for calls under way', async () => {
    const hold = gate();
    const executor = await start((inngest) => [
      inngest.createFunction({ id: 'calm', triggers: [{ event: 'test/calm' }] }, async ({ step }) => {
        await step.run('work', async () => {
          hold.open();
          await new Promise((resolve) => setTimeout(resolve, 150));
          return 'done';
        });
      }),
    ]);
    await executor.tell('test/calm');
    await hold.opened;
    await executor.stop();
    expect((await runs())[0]).toMatchObject({ status: 'completed' });
  });

  test('gives back what does not end in time, without a mark of suspicion', async () => {
    const hold = gate();
    const never = new Promise(() => {});
    const executor = await start(
      (inngest) => [
        inngest.createFunction({ id: 'stuck', triggers: [{ event: 'test/stuck' }] }, async ({ step }) => {
          await step.run('work', async () => {
            hold.open();
            await never;
          });
        }),
      ],
      { drainMs: 50 },
    );
    await executor.tell('test/stuck');
    await hold.opened;
    await executor.stop();
    expect(await db.admin`select state, crashes, lock from jobs.queue`).toEqual([{ state: 1, crashes: 0, lock: null }]);
  });
});

describe('failing', () => {
  test('keeps every failed attempt with its error, and marks the one that failed the run', async () => {
    const executor = await start((inngest) => [
      inngest.createFunction(
        { id: 'broken', triggers: [{ event: 'test/broken' }], retries: 2 },
        async ({ attempt }) => {
          throw new Error(`attempt ${attempt}`);
        },
      ),
    ]);
    await executor.tell('test/broken');
    expect((await ended())[0]).toMatchObject({ status: 'failed', error: { message: 'attempt 2' } });
    const failures = await db.admin`select attempt, final, error->>'message' as message from jobs.failure order by id`;
    expect([...failures]).toEqual([
      { attempt: 0, final: false, message: 'attempt 0' },
      { attempt: 1, final: false, message: 'attempt 1' },
      { attempt: 2, final: true, message: 'attempt 2' },
    ]);
  });

  test('a step that fails for good is memoised as failed and can be caught', async () => {
    let tries = 0;
    const executor = await start((inngest) => [
      inngest.createFunction({ id: 'caught', triggers: [{ event: 'test/caught' }] }, async ({ step }) => {
        const said = await step
          .run('no', () => {
            tries += 1;
            throw new NonRetriableError('never');
          })
          .catch((error: Error) => error.message);
        await step.sleep('pause', '1s');
        return said;
      }),
    ]);
    await executor.tell('test/caught');
    expect((await ended())[0]).toMatchObject({ status: 'completed', output: 'never' });
    expect(tries).toBe(1);
    expect(await db.admin`select status, error->>'message' as message from jobs.step where name = 'no'`).toEqual([
      { status: 'failed', message: 'never' },
    ]);
  });

  test('an operation that the executor does not run fails the run and says which', async () => {
    const executor = await start((inngest) => [
      inngest.createFunction({ id: 'strange', triggers: [{ event: 'test/strange' }] }, async ({ step }) => {
        await step.waitForSignal('hm', { signal: 'x', timeout: '1m' });
      }),
    ]);
    await executor.tell('test/strange');
    expect((await ended())[0]).toMatchObject({
      status: 'failed',
      error: { name: 'UnsupportedOperation', message: expect.stringMatching(/WaitForSignal/) },
    });
  });

  test('an app that answers nonsense is asked again, and each answer is counted', async () => {
    let calls = 0;
    const executor = await start(
      (inngest) => [inngest.createFunction({ id: 'sane', triggers: [{ event: 'test/sane' }] }, async () => 'at last')],
      {
        through: async (call, request) => {
          if (request.method !== 'POST') return call();
          calls += 1;
          if (calls === 1) return new Response('<html>', { status: 502 });
          const real = await call();
          if (calls === 2) return new Response('{"forged":true}', { status: 200, headers: real.headers });
          return real;
        },
      },
    );
    await executor.tell('test/sane');
    expect((await ended())[0]).toMatchObject({ status: 'completed', output: 'at last' });
    expect((await executor.stats()).refused).toMatchObject({ unreadableAnswer: 1, wrongSignature: 1 });
  });
});

describe('events that only wake', () => {
  const patient =
    (timeout: string): Maker =>
    (inngest) => [
      inngest.createFunction({ id: 'patient', triggers: [{ event: 'test/patient' }] }, async ({ step }) => {
        const heard = await step.waitForEvent('word', { event: 'test/word', timeout });
        return heard ? 'heard' : 'missed';
      }),
    ];
  const waiting = () => until('the wait', async () => (await db.admin`select 1 from jobs.wait`).length > 0);

  test('are looked at when they come', async () => {
    const executor = await start(patient('1h'));
    await executor.tell('test/patient');
    await waiting();
    const told = Date.now();
    await executor.tell('test/word');
    expect((await ended())[0]).toMatchObject({ output: 'heard' });
    expect(Date.now() - told).toBeLessThan(2000);
  });

  test('come in time though the time ran out before anybody looked', async () => {
    const executor = await start(patient('1h'));
    await executor.tell('test/patient');
    await waiting();
    await executor.stop();
    await db.jobs`select jobs.accept('[{"id":"E","name":"test/word","body":"{\\"id\\":\\"E\\",\\"name\\":\\"test/word\\",\\"data\\":{},\\"ts\\":1}"}]', '[]', 1000)`;
    await db.admin`update jobs.queue set due = clock_timestamp() where kind = 'timeout'`;
    await start(patient('1h'));
    expect((await ended())[0]).toMatchObject({ output: 'heard' });
  });
});

describe('before the app has named its functions', () => {
  const make: Maker = (inngest) => [
    inngest.createFunction({ id: 'early', triggers: [{ event: 'test/early' }] }, async () => 'ran'),
  ];

  test('no event is taken, so that none is lost', async () => {
    const executor = openExecutor(db.jobsUrl, make);
    open.push(executor);
    await expect(executor.tell('test/early', {}, 'once')).rejects.toThrow(/not known yet/);
    const posted = await executor.handle(
      new Request(`http://jobs.internal/e/${KEYS.eventKey}`, { method: 'POST', body: '{"name":"test/early"}' }),
    );
    expect(posted.status).toBe(503);
    await db.admin`insert into jobs.outbox (name, data) values ('test/early', '{}')`;
    expect(await executor.takeOutbox()).toBe(0);
    expect(await db.admin`select 1 from jobs.event`).toHaveLength(0);
    await executor.start();
    expect(await executor.takeOutbox()).toBe(1);
    await executor.tell('test/early', {}, 'once');
    expect((await ended(2)).map((each) => each.output)).toEqual(['ran', 'ran']);
  });
});

describe('a run invoked from another', () => {
  test('wakes it at its end, though it is plain and has no steps', async () => {
    const executor = await start((inngest) => {
      const child = inngest.createFunction(
        { id: 'child', triggers: [{ event: 'test/child' }] },
        async () => 'of child',
      );
      const parent = inngest.createFunction({ id: 'parent', triggers: [{ event: 'test/parent' }] }, async ({ step }) =>
        step.invoke('child', { function: child }),
      );
      return [child, parent];
    });
    const told = Date.now();
    await executor.tell('test/parent');
    const all = await ended(2);
    expect(all.find((each) => each.fn === 'test-parent')).toMatchObject({ output: 'of child' });
    expect(Date.now() - told).toBeLessThan(2500);
  });
});

describe('an event that cancels, told together with the one that starts', () => {
  const make: Maker = (inngest) => [
    inngest.createFunction(
      { id: 'brief', triggers: [{ event: 'test/begin' }], cancelOn: [{ event: 'test/end' }] },
      async ({ step }) => step.sleep('long', '1h'),
    ),
  ];

  test('cancels when it comes behind it, whichever way they come', async () => {
    const executor = await start(make);
    await executor.send([{ name: 'test/begin' }, { name: 'test/end' }]);
    await db.admin`insert into jobs.outbox (name, data) values ('test/begin', '{}'), ('test/end', '{}')`;
    expect(await executor.takeOutbox()).toBe(1);
    expect(await executor.takeOutbox()).toBe(1);
    expect((await ended(2)).map((each) => each.status)).toEqual(['cancelled', 'cancelled']);
  });
});

test('a call under way outlives an outage longer than its lease', async () => {
  const hold = gate();
  let calls = 0;
  const executor = await start(
    (inngest) => [
      inngest.createFunction({ id: 'long', triggers: [{ event: 'test/long' }] }, async () => {
        calls += 1;
        await hold.opened;
      }),
    ],
    { leaseMs: 3000 },
  );
  await executor.tell('test/long');
  await until('the call', () => calls === 1);
  const functions = 'jobs.renew_claims(bigint[], text[], integer), jobs.expire_claims()';
  await db.admin.unsafe(`revoke execute on function ${functions} from recado_jobs`);
  await db.admin`update jobs.queue set locked_until = clock_timestamp() - interval '1 second' where state = 2`;
  // until it has looked in vain
  await until('a look', () => executor.lines.some((line) => line.msg === 'could not look into the queue'));
  await db.admin.unsafe(`grant execute on function ${functions} to recado_jobs`);
  await until('the sign of life', async () => {
    const [row] =
      await db.admin`select locked_until > clock_timestamp() as lives from jobs.queue where run is not null`;
    return row?.lives;
  });
  hold.open();
  expect((await ended())[0]).toMatchObject({ status: 'completed' });
  expect(calls).toBe(1);
  expect(executor.lines.filter((line) => /without a sign of life/.test(String(line.msg)))).toEqual([]);
});

test('what is refused while the counts cannot be written is written later, and once', async () => {
  const executor = await start(() => []);
  const refuse = () => executor.handle(new Request('http://jobs.internal/e/wrong', { method: 'POST', body: '{}' }));
  await refuse();
  await db.admin`revoke execute on function jobs.count_refusals(jsonb) from recado_jobs`;
  await until(
    'a count that could not be written',
    () => executor.lines.some((line) => line.msg === 'could not tell what was refused'),
    15_000,
  );
  await refuse();
  await db.admin`grant execute on function jobs.count_refusals(jsonb) to recado_jobs`;
  await executor.stop();
  expect(await db.admin`select sum(count)::int as n from jobs.refusal where reason = 'wrongKey'`).toEqual([{ n: 2 }]);
}, 30_000);
