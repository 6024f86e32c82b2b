import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { type Maker, openExecutor, type TestExecutor } from '../../../testing/src/executor-app.ts';
import { until } from '../../../testing/src/product/until.ts';
import { purge } from './purge.ts';

let db: TestDatabase;
const open: TestExecutor[] = [];
beforeEach(async () => {
  db = await createDatabase();
  await db.admin`delete from jobs.outbox`;
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
const count = async (table: string): Promise<number> => (await db.admin.unsafe(`select 1 from jobs.${table}`)).length;
const ended = (runs: number) =>
  until('the runs to end', async () => {
    const rows = await db.admin<{ id: string; fn: string; status: string; output: unknown }[]>`
      select id, fn, status, output from jobs.run where status not in ('queued', 'running') order by id`;
    return rows.length >= runs ? [...rows] : null;
  });

describe('crons', () => {
  const yearly: Maker = (inngest) => [
    inngest.createFunction(
      { id: 'yearly', triggers: [{ cron: 'TZ=Europe/Madrid 0 9 1 1 *' }] },
      async ({ event }) => event.data,
    ),
  ];

  test('one that was due while nobody was here fires once, and then waits for its next time', async () => {
    const first = await start(yearly);
    await first.stop();
    await db.admin`update jobs.cron set next_at = clock_timestamp() - interval '3 days'`;
    await start(yearly);
    await start(yearly);
    const [run] = await ended(1);
    expect(run).toMatchObject({
      fn: 'test-yearly',
      status: 'completed',
      output: { cron: 'TZ=Europe/Madrid 0 9 1 1 *' },
    });
    const [cron] =
      await db.admin`select next_at > clock_timestamp() as ahead, last_at is not null as fired from jobs.cron`;
    expect(cron).toEqual({ ahead: true, fired: true });
    // a process that saw it due at the same moment comes too late
    const [{ fired }] = await db.jobs<[{ fired: boolean }]>`
      select jobs.fire_cron('test-yearly', 'TZ=Europe/Madrid 0 9 1 1 *', clock_timestamp(), '2999-01-01', '[]', '[]', 1000) as fired`;
    expect(fired).toBe(false);
    expect(await count('run')).toBe(1);
  });

  test('one that did not change keeps its time across restarts; one that changed has a new one', async () => {
    const first = await start(yearly);
    await first.stop();
    await db.admin`update jobs.cron set next_at = '2999-01-01'`;
    await (await start(yearly)).stop();
    expect(await db.admin`select fn from jobs.cron where next_at = '2999-01-01'`).toHaveLength(1);
    await start((inngest) => [
      inngest.createFunction({ id: 'yearly', triggers: [{ cron: '0 9 2 1 *' }] }, async () => {}),
    ]);
    const crons = await db.admin`select expression, next_at < '2999-01-01' as anew from jobs.cron order by expression`;
    expect([...crons]).toEqual([
      { expression: '0 9 2 1 *', anew: true },
      // another process may still serve it
      { expression: 'TZ=Europe/Madrid 0 9 1 1 *', anew: false },
    ]);
  });

  /** As if so much time had passed without a word from anybody. */
  const passed = (what: 'seen_at' | 'gone_at', span: string, id: string) =>
    db.admin.unsafe(`update jobs.cron set ${what} = clock_timestamp() - interval '${span}' where fn = 'test-${id}';
      update jobs.fn set ${what} = clock_timestamp() - interval '${span}' where id = 'test-${id}'`);
  const daily: Maker = (inngest) => [
    inngest.createFunction({ id: 'daily', triggers: [{ cron: '0 9 * * *' }] }, async () => {}),
  ];

  test("two versions of the app keep each other's, and each fires its own", async () => {
    const old = await start(yearly);
    const young = await start(daily);
    await db.admin`update jobs.cron set next_at = clock_timestamp() - interval '1 minute'`;
    young.nudge();
    old.nudge();
    const runs = await ended(2);
    expect(runs.map((each) => each.fn).sort()).toEqual(['test-daily', 'test-yearly']);
    expect(await db.admin`select 1 from jobs.fn where gone_at is null`).toHaveLength(2);
  });

  test('one that is due and served by nobody here wakes nobody', async () => {
    await (await start(yearly)).stop();
    const executor = await start(daily);
    await db.admin`update jobs.cron set next_at = clock_timestamp() - interval '1 minute' where fn = 'test-yearly'`;
    const [{ due }] = await db.jobs<[{ due: boolean }]>`
      select jobs.next_due(array['test-daily'], array['0 9 * * *']) > clock_timestamp() as due`;
    expect(due).toBe(true);
    const [{ mine }] = await db.jobs<[{ mine: boolean }]>`
      select jobs.next_due(array['test-yearly'], array['TZ=Europe/Madrid 0 9 1 1 *']) < clock_timestamp() as mine`;
    expect(mine).toBe(true);
    // it looks, finds nothing of its own, and rests
    executor.nudge();
    const looks = await countLooks(2000);
    expect(looks).toBeLessThan(15);
    expect(await count('run')).toBe(0);
  });

  test('one that no process serves is marked after minutes, goes after a day, and keeps its time when it comes back before', async () => {
    await (await start(yearly)).stop();
    await db.admin`update jobs.cron set next_at = '2999-01-01'`;
    await passed('seen_at', '3 days', 'yearly');
    await (await start(daily)).stop();
    const [marked] =
      await db.admin`select gone_at > clock_timestamp() - interval '1 minute' as fresh from jobs.cron where fn = 'test-yearly'`;
    expect(marked).toEqual({ fresh: true });
    await (await start(yearly)).stop();
    const [back] =
      await db.admin`select next_at = '2999-01-01' as same, gone_at from jobs.cron where fn = 'test-yearly'`;
    expect(back).toEqual({ same: true, gone_at: null });
    await passed('seen_at', '3 days', 'yearly');
    await passed('gone_at', '25 hours', 'yearly');
    await start(daily);
    expect([...(await db.admin`select fn from jobs.cron`)]).toEqual([{ fn: 'test-daily' }]);
    expect(await db.admin`select 1 from jobs.fn where id = 'test-yearly' and gone_at is not null`).toHaveLength(1);
  });
});

/** Transactions of the database in a while. */
async function countLooks(ms: number): Promise<number> {
  const calls = async (): Promise<number> => {
    await db.admin`select pg_stat_clear_snapshot()`;
    const [row] = await db.admin<
      [{ n: number }]
    >`select (xact_commit + xact_rollback)::int as n from pg_stat_database where datname = current_database()`;
    return row.n;
  };
  const before = await calls();
  const began = Date.now();
  await until('a while', () => Date.now() - began > ms);
  return (await calls()) - before;
}

describe('limits', () => {
  test('places are given back whatever becomes of the calls, and nobody waits for a place that is free', async () => {
    let together = 0;
    let most = 0;
    const executor = await start((inngest) => [
      inngest.createFunction(
        {
          id: 'narrow',
          triggers: [{ event: 'test/narrow' }],
          concurrency: [{ limit: 2 }, { limit: 1, key: 'event.data.who' }],
          retries: 1,
        },
        async ({ event, step }) => {
          await step.run('work', async () => {
            together += 1;
            most = Math.max(most, together);
            await new Promise((resolve) => setTimeout(resolve, 5));
            together -= 1;
            if (event.data.n % 3 === 0) throw new Error('third');
          });
        },
      ),
    ]);
    await executor.send(Array.from({ length: 12 }, (_, n) => ({ name: 'test/narrow', data: { n, who: `w${n % 4}` } })));
    const all = await ended(12);
    expect(all.map((each) => each.status).sort()).toEqual([...Array(8).fill('completed'), ...Array(4).fill('failed')]);
    expect(most).toBe(2);
    expect(await db.admin`select key from jobs.gate where inside <> 0`).toHaveLength(0);
    await until('the failures to be told', async () => (await count('queue')) === 0);
  });

  test('a claim that crashed keeps its place until it is taken again, and a cancelled one gives it back', async () => {
    let runs = 0;
    const executor = await start((inngest) => [
      inngest.createFunction(
        { id: 'one', triggers: [{ event: 'test/one' }], concurrency: 1 },
        async ({ event, step }) => {
          runs += 1;
          if (event.data.n === 0) await step.sleep('long', '1h');
          else await step.run('quick', () => {});
        },
      ),
    ]);
    await executor.tell('test/one', { n: 0 });
    await until(
      'the first to sleep',
      async () => (await db.admin`select 1 from jobs.queue where kind = 'sleep'`).length === 1,
    );
    // as if its process had died while waking up
    await db.admin`update jobs.queue set kind = 'call', step = 'step', state = 2, lock = 'dead', locked_until = clock_timestamp() + interval '1 hour', gates = array(select key from jobs.gate)`;
    await db.admin`update jobs.gate set inside = 1`;
    await executor.tell('test/one', { n: 1 });
    await until(
      'the second to wait',
      async () => (await db.admin`select 1 from jobs.queue where state = 3`).length === 1,
    );
    const [first] = await db.admin`select id from jobs.run order by id limit 1`;
    await db.admin`insert into jobs.queue (kind, run) values ('cancel', ${first?.id})`;
    executor.nudge();
    const all = await ended(2);
    expect(all.map((each) => each.status)).toEqual(['cancelled', 'completed']);
    expect(runs).toBe(2);
  });

  test('the urgent among the waiting goes first', async () => {
    const order: number[] = [];
    let hold: (value?: unknown) => void = () => {};
    const held = new Promise((resolve) => {
      hold = resolve;
    });
    const executor = await start((inngest) => [
      inngest.createFunction(
        {
          id: 'queue',
          triggers: [{ event: 'test/queue' }],
          concurrency: 1,
          priority: { run: 'event.data.n == 3 ? 600 : 0' },
        },
        async ({ event }) => {
          order.push(event.data.n);
          if (event.data.n === 0) await held;
        },
      ),
    ]);
    await executor.tell('test/queue', { n: 0 });
    await until('the first to begin', () => order.length === 1);
    for (const n of [1, 2, 3]) await executor.tell('test/queue', { n });
    hold();
    await ended(4);
    expect(order).toEqual([0, 3, 1, 2]);
  });
});

describe('what the staff asks', () => {
  test('a run is run anew with its events, past the limits of its start', async () => {
    const seen: unknown[] = [];
    const executor = await start((inngest) => [
      inngest.createFunction(
        {
          id: 'pair',
          triggers: [{ event: 'test/pair' }],
          batchEvents: { maxSize: 2, timeout: '60s' },
          idempotency: '"once"',
        },
        async ({ events }) => {
          seen.push(events.map((each: { data: { n: number } }) => each.data.n));
        },
      ),
    ]);
    await executor.send([
      { name: 'test/pair', data: { n: 1 } },
      { name: 'test/pair', data: { n: 2 } },
    ]);
    const [run] = await ended(1);
    await db.admin`insert into jobs.queue (kind, run) values ('rerun', ${run?.id as string})`;
    await db.admin`select pg_notify('recado_jobs', '')`;
    await ended(2);
    expect(seen).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(await db.admin`select 1 from jobs.run where rerun_of = ${run?.id as string}`).toHaveLength(1);
    expect(await count('queue')).toBe(0);
  });
});

describe('the outbox', () => {
  const echo: Maker = (inngest) => [
    inngest.createFunction(
      { id: 'echo', triggers: [{ event: 'test/told' }], concurrency: 1 },
      async ({ event }) => event.data.n,
    ),
  ];

  test('is moved in its order, once, by however many relays', async () => {
    const first = await start(echo);
    const second = await start(echo);
    for (let n = 0; n < 30; n++)
      await db.admin`select jobs.emit_global('test/told', jsonb_build_object('n', ${n}::int))`;
    const moved = await Promise.all([first, second, first, second].map((each) => each.takeOutbox()));
    expect(moved.reduce((sum, each) => sum + each, 0)).toBe(30);
    const all = await ended(30);
    expect(all.map((each) => each.output)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(await count('outbox')).toBe(0);
  });

  test('a row that commits late goes in late, and holds up nobody', async () => {
    const executor = await start(echo);
    let commit: (value?: unknown) => void = () => {};
    const committed = new Promise((resolve) => {
      commit = resolve;
    });
    let late: Promise<unknown> = Promise.resolve();
    await new Promise<void>((told) => {
      late = db.admin.begin(async (tx) => {
        await tx`select jobs.emit_global('test/told', '{"n":1}')`;
        told();
        await committed;
      });
    });
    await db.admin`select jobs.emit_global('test/told', '{"n":2}')`;
    expect(await executor.takeOutbox()).toBe(1);
    commit();
    await late;
    expect(await executor.takeOutbox()).toBe(1);
    expect((await ended(2)).map((each) => each.output)).toEqual([2, 1]);
  });

  test('a row that was moved but not forgotten starts nothing twice', async () => {
    const executor = await start(echo);
    const [{ id }] = await db.admin<[{ id: string }]>`select jobs.emit_global('test/told', '{"n":1}') as id`;
    await executor.takeOutbox();
    await executor.tell('test/told', { n: 1 }, id);
    await ended(1);
    expect(await count('run')).toBe(1);
  });
});

describe('an event of the outbox that can never be stored', () => {
  const echo: Maker = (inngest) => [
    inngest.createFunction({ id: 'echo', triggers: [{ event: 'test/*' }] }, async ({ event }) => event.data.n),
  ];
  /** The database refuses the events of these names, for a reason of this kind. */
  const refuse = (code: string, names: string) =>
    db.admin.unsafe(`create function jobs.trial() returns trigger language plpgsql as $$ begin
        if new.name = any (string_to_array('${names}', ',')) then raise exception 'no %', new.name using errcode = '${code}'; end if; return new; end $$;
      create trigger trial before insert on jobs.event for each row execute function jobs.trial()`);
  const emit = async (...names: string[]) => {
    for (const [n, name] of names.entries())
      await db.admin`select jobs.emit_global(${name}, jsonb_build_object('n', ${n}::int))`;
  };

  test('is set aside with its reason, and all the others are moved', async () => {
    await refuse('54000', 'test/bad,test/worse');
    const executor = await start(echo);
    await emit('test/a', 'test/bad', 'test/b', 'test/worse', 'test/c');
    let moved = 0;
    await until('the outbox to be empty', async () => {
      moved += await executor.takeOutbox();
      return (await count('outbox')) === 0;
    });
    expect(moved).toBe(5);
    expect((await ended(3)).map((each) => each.output).sort()).toEqual([0, 2, 4]);
    expect([...(await db.admin`select name, code, detail, tries from jobs.dead_letter order by seq`)]).toEqual(
      ['test/bad', 'test/worse'].map((name) => ({ name, code: '54000', detail: `no ${name}`, tries: 3 })),
    );
    expect((await executor.stats()).outbox).toMatchObject({ waiting: 0, setAside: 2 });
    expect(executor.lines.filter((line) => /set aside/.test(String(line.msg)))).toHaveLength(2);
  });

  test.each(['53100', '42501', '57014', 'XX000'])(
    'is not told by an error of the moment: %s leaves everything where it is',
    async (code) => {
      await refuse(code, 'test/bad');
      const executor = await start(echo);
      await emit('test/bad', 'test/a');
      await expect(executor.takeOutbox()).rejects.toMatchObject({ code });
      expect([await count('outbox'), await count('dead_letter')]).toEqual([2, 0]);
    },
  );
});

describe('retention', () => {
  test('forgets what ended long ago and keeps what is going on, with its event', async () => {
    const executor = await start((inngest) => [
      inngest.createFunction({ id: 'short', triggers: [{ event: 'test/short' }] }, async ({ step }) => {
        await step.run('a', () => 1);
      }),
      inngest.createFunction({ id: 'long', triggers: [{ event: 'test/long' }] }, async ({ step }) => {
        await step.sleep('years', '365d');
      }),
    ]);
    await executor.tell('test/short');
    await executor.tell('test/long');
    await executor.tell('test/nobody');
    await ended(1);
    await until(
      'the long one to sleep',
      async () => (await db.admin`select 1 from jobs.queue where kind = 'sleep'`).length === 1,
    );
    const engine = { sql: db.jobs } as never;
    expect(await purge(engine, { runDays: 14, eventDays: 7, batch: 1 }, Date.now())).toEqual({ runs: 0, events: 0 });
    const later = Date.now() + 30 * 86_400_000;
    expect(await purge(engine, { runDays: 14, eventDays: 7, batch: 1 }, later)).toEqual({ runs: 1, events: 2 });
    expect(await db.admin`select name from jobs.event`).toEqual([{ name: 'test/long' }]);
    expect(await count('step')).toBe(1);
    expect(await purge(engine, {}, later)).toEqual({ runs: 0, events: 0 });
  });
});

describe('at rest', () => {
  test('nobody asks the database more than a few times in five seconds', async () => {
    const executor = await start((inngest) => [
      inngest.createFunction({ id: 'calm', triggers: [{ event: 'test/calm' }] }, async () => {}),
    ]);
    await executor.tell('test/calm');
    await ended(1);
    // one look every five seconds, of a few statements; asking every 50 ms would be a hundred and more
    expect(await countLooks(5000)).toBeLessThan(40);
  });
});
