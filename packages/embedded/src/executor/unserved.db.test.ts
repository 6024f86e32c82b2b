import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { type Maker, openExecutor, type TestExecutor } from '../../../testing/src/executor-app.ts';
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

async function start(make: Maker): Promise<TestExecutor> {
  const executor = openExecutor(db.jobsUrl, make);
  open.push(executor);
  await executor.start();
  return executor;
}

const kept: Maker = (inngest) => [
  inngest.createFunction({ id: 'kept', triggers: [{ event: 'test/kept' }] }, async () => 'kept'),
];
const both: Maker = (inngest) => [
  ...kept(inngest),
  inngest.createFunction(
    { id: 'gone', triggers: [{ event: 'test/gone' }], concurrency: 1 },
    async ({ event }) => event.data.n,
  ),
];

/** A run of a function that the process at work no longer has, asleep, and the function unseen and gone for so long. */
async function plant(seen: string, gone: string | null): Promise<string> {
  const first = await start(both);
  await first.stop();
  await db.admin.unsafe(`update jobs.fn set seen_at = clock_timestamp() - interval '${seen}',
    gone_at = ${gone ? `clock_timestamp() - interval '${gone}'` : 'null'} where id = 'test-gone'`);
  await db.jobs`select jobs.accept('[{"id":"E","name":"test/gone","body":"{\\"id\\":\\"E\\",\\"name\\":\\"test/gone\\",\\"data\\":{\\"n\\":7},\\"ts\\":1}"}]',
    '[{"run":"R","event":"E","fn":"test-gone","gates":[{"key":"fn:test-gone:","allowed":1}]}]', 1000)`;
  return 'R';
}
const waiting = () =>
  until('the call to be put off', async () => {
    const [row] = await db.admin<[{ seconds: number }?]>`
      select extract(epoch from due - clock_timestamp())::float8 as seconds from jobs.queue where run = 'R' and state = 0`;
    return row?.seconds ?? null;
  });
const run = async (id: string) => (await db.admin`select status, error, output from jobs.run where id = ${id}`)[0];

test.each([
  { seen: '1 second', gone: null, from: 0, to: 2 },
  { seen: '40 minutes', gone: '35 minutes', from: 540, to: 601 },
  { seen: '50 hours', gone: '49 hours', from: 3500, to: 3601 },
])(
  'a call of a function unseen for $seen is put off for longer the longer it is gone',
  async ({ seen, gone, from, to }) => {
    await plant(seen, gone);
    await start(kept);
    const seconds = await waiting();
    expect(seconds).toBeGreaterThan(from);
    expect(seconds).toBeLessThan(to);
    expect((await run('R'))?.status).toBe('running');
  },
);

test('it is called at once when the function is served again, and its place at a limit was free meanwhile', async () => {
  await plant('50 hours', '49 hours');
  await start(kept);
  await waiting();
  expect([...(await db.admin`select inside from jobs.gate`)]).toEqual([{ inside: 0 }]);
  await start(both);
  await until('the run to end', async () => (await run('R'))?.status === 'completed');
  expect((await run('R'))?.output).toBe(7);
});

test('after three days the run fails and says why, and can be run again once the function is back', async () => {
  await plant('4 days', '73 hours');
  const survivor = await start(kept);
  await until('the run to fail', async () => (await run('R'))?.status === 'failed');
  expect((await run('R'))?.error).toEqual({
    name: 'FunctionGone',
    message: expect.stringMatching(/No process has served the function "test-gone" for 3 days.*run again/),
  });
  expect(await db.admin`select 1 from jobs.failure where run = 'R' and final`).toHaveLength(1);
  expect([...(await db.admin`select inside from jobs.gate`)]).toEqual([{ inside: 0 }]);
  await survivor.stop();
  await start(both);
  await db.admin`insert into jobs.queue (kind, run) values ('rerun', 'R')`;
  await db.admin`select pg_notify('recado_jobs', '')`;
  await until('the new run to end', async () => {
    const [row] = await db.admin`select output from jobs.run where rerun_of = 'R' and status = 'completed'`;
    return row?.output === 7;
  });
});

test('a wish to run something again waits for the process that serves it', async () => {
  const first = await start(both);
  await first.tell('test/gone', { n: 3 });
  const [{ id }] = await until('the run', async () => {
    const rows = await db.admin<{ id: string }[]>`select id from jobs.run where status = 'completed'`;
    return rows.length > 0 ? (rows as unknown as [{ id: string }]) : null;
  });
  await first.stop();
  await start(kept);
  await db.admin`insert into jobs.queue (kind, run) values ('rerun', ${id})`;
  await db.admin`select pg_notify('recado_jobs', '')`;
  await until(
    'the wish to be put off',
    async () => (await db.admin`select 1 from jobs.queue where kind = 'rerun' and state = 0`).length === 1,
  );
  await start(both);
  await until(
    'the new run',
    async () => (await db.admin`select 1 from jobs.run where rerun_of = ${id} and status = 'completed'`).length === 1,
  );
});
