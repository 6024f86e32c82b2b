import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, openTestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { plansOf } from '../src/tenancy/call-plans.ts';

const RUNS = 300_000;
/** Rows that a page of forty may cost at most, with what lies between. */
const ROWS = 1_000;

let db: TestDatabase;
let call: (fn: string | null, status: string | null, before: string | null) => string;
beforeAll(async () => {
  db = await createDatabase();
  const person = await makePerson(db.admin);
  await db.admin`select guard.grant_staff(${person.email}, 'test')`;
  const { pass } = await openTestSession(db.web, person.id);
  const text = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  call = (fn, status, before) =>
    `select jobs.console_runs('\\x${pass.toString('hex')}', null, ${text(fn)}, ${text(status)}, null, ${text(before)}, 40)`;
  // in the sight of an older reader, as autovacuum's own analysis is one: no page counts as seen by all, and indexes alone answer nothing
  const reader = await db.admin.reserve();
  await reader`begin isolation level repeatable read`;
  await reader`select 1`;
  // what ended badly or still goes on is far from the newest
  await db.admin.unsafe(`
    insert into jobs.run (id, fn, status, event, ended_at)
      select lpad(n::text, 26, '0'), case when n % 5000 = 7 and n < ${RUNS / 2} then 'rare' else 'f' || n % 20 end,
          case when n > ${RUNS / 2} then 'completed' when n % 1000 = 0 then 'failed' when n % 1000 = 500 then 'cancelled'
            when n % 40 = 4 then 'queued' when n % 40 = 24 then 'running' else 'completed' end, lpad(n::text, 26, '0'), now()
        from generate_series(1, ${RUNS}) n;
    insert into jobs.queue (kind, run, step, fn, state, due)
      select 'sleep', r.id, 'nap', r.fn, 0, now() + interval '1 day' from jobs.run r where r.status in ('queued', 'running');
    insert into guard.staff_action (person_id, session_id, action)
      select case when n % 1000 = 0 and n < 50000 then '${person.id}'::uuid else '00000000-0000-4000-8000-000000000000' end, gen_random_uuid(), 'run.payload_read' from generate_series(1, 100000) n`);
  await db.admin.unsafe('vacuum analyze jobs.run, jobs.queue, guard.staff_action');
  await reader`rollback`;
  reader.release();
}, 120_000);
afterAll(async () => {
  await db.drop();
});

/** What the plans of one call say against it: a table read from end to end, or rows read to be thrown away. */
async function judge(statement: string, query: RegExp, index: RegExp): Promise<string[]> {
  const { plans } = await plansOf(db.adminUrl, 'recado_web', [statement]);
  const plan = plans.find((each) => query.test(each));
  if (!plan) throw new Error(`no plan of ${query} among ${plans.length}`);
  const wrong: string[] = [];
  if (!index.test(plan)) wrong.push(`does not stand on ${index}`);
  if (/Seq Scan on (run|queue|staff_action)\b/.test(plan)) wrong.push('reads a table from end to end');
  for (const [, count] of plan.matchAll(/Rows Removed by (?:Join )?Filter: (\d+)/g))
    if (Number(count) > ROWS) wrong.push(`throws away ${count} rows`);
  for (const [line, count] of plan.matchAll(/Scan.*actual rows=(\d+)/g))
    if (Number(count) > ROWS) wrong.push(`reads ${count} rows: ${line}`);
  return wrong.length > 0 ? [...wrong, plan] : [];
}

const RUNS_QUERY = /select r\.it as q from/;
const half = String(RUNS / 2).padStart(26, '0');
const cases: { fn: string | null; status: string | null; index: RegExp }[] = [
  { fn: null, status: null, index: /run_pkey/ },
  { fn: 'rare', status: null, index: /run_fn/ },
  { fn: null, status: 'failed', index: /run_ended_badly/ },
  { fn: null, status: 'cancelled', index: /run_ended_badly/ },
  { fn: 'f0', status: 'failed', index: /run_ended_badly/ },
  { fn: null, status: 'completed', index: /run_pkey/ },
  { fn: 'rare', status: 'completed', index: /run_fn/ },
  { fn: null, status: 'queued', index: /queue_of_run/ },
  { fn: null, status: 'running', index: /queue_of_run/ },
  { fn: 'f4', status: 'running', index: /queue_of_run/ },
];
describe.each(cases)(`among ${RUNS} runs, those of function $fn in state $status`, ({ fn, status, index }) => {
  test.each([null, half])('before %s are a page by its index', async (before) => {
    expect(await judge(call(fn, status, before), RUNS_QUERY, index)).toEqual([]);
  });
});

test('each state lists what is in it', async () => {
  for (const status of ['failed', 'cancelled', 'queued', 'running', 'completed']) {
    const [wanted] = await db.admin`
      select coalesce(array_agg(id order by id desc), '{}') as ids from (select id from jobs.run where status = ${status} order by id desc limit 40) r`;
    const [row] = await db.web.unsafe(call(null, status, null));
    const found = ((row?.console_runs ?? []) as { id: string }[]).map(({ id }) => id);
    expect([status, found]).toEqual([status, wanted?.ids]);
    expect(found.length).toBe(40);
  }
});

test("the staff's log is a page by its key, and by the person's index for one person", async () => {
  const statement = call(null, null, null)
    .replace('jobs.console_runs(', 'guard.list_staff_actions(')
    .split(', null,')[0];
  const [person] = await db.admin`select person_id as id from guard.staff`;
  const query = /from guard\.staff_action x where true/;
  expect(await judge(`${statement}, null, null, null, 50)`, query, /staff_action_pkey/)).toEqual([]);
  expect(await judge(`${statement}, null, null, 60000, 50)`, query, /staff_action_pkey/)).toEqual([]);
  expect(await judge(`${statement}, null, '${person?.id}', null, 50)`, query, /staff_action_person/)).toEqual([]);
});

test('a run that completes pays for no index of states, and one that fails does', async () => {
  const connection = await db.admin.reserve();
  const counts = async () => {
    const [row] =
      await connection`select pg_stat_get_xact_tuples_updated('jobs.run'::regclass)::int as all, pg_stat_get_xact_tuples_hot_updated('jobs.run'::regclass)::int as hot`;
    return row as unknown as { all: number; hot: number };
  };
  const updates = async (end: string) => {
    await connection`begin`;
    await connection`insert into jobs.run (id, fn, event) values ('Z', 'f', 'Z')`;
    const before = await counts();
    await connection`update jobs.run set status = 'running', started_at = now() where id = 'Z'`;
    await connection`update jobs.run set status = ${end}, ended_at = now(), output = '1' where id = 'Z'`;
    const after = await counts();
    await connection`rollback`;
    return { all: after.all - before.all, hot: after.hot - before.hot };
  };
  expect(await updates('completed')).toEqual({ all: 2, hot: 2 });
  expect(await updates('failed')).toEqual({ all: 2, hot: 1 });
  connection.release();
});
