import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { COMPANY_A, seedTwoCompanies } from '../src/tenancy/two-companies.ts';

/** One row of each table of background work; the test refuses a table that is missing here. */
const ROWS: Record<string, string> = {
  outbox: `(name, data) values ('a/b', '{}')`,
  fn: `(id, name, config, digest) values ('f', 'f', '{}', '')`,
  cron: `(fn, expression, next_at) values ('f', '* * * * *', now())`,
  event: `(id, name, body) values ('e', 'a/b', '{}')`,
  run: `(id, fn, event) values ('r', 'f', 'e')`,
  run_event: `(run, position, event) values ('r', 2, 'e')`,
  step: `(run, id, op) values ('r', 's', 'StepRun')`,
  failure: `(fn, run, error) values ('f', 'r', '{}')`,
  queue: `(kind, run) values ('call', 'r')`,
  wait: `(kind, run, step, event) values ('wait', 'r', 's', 'a/b')`,
  wait_path: `(event, path) values ('a/b', 'data.id')`,
  batch: `(fn, key, event) values ('f', '', 'e')`,
  gate: `(key, allowed) values ('g', 1)`,
  meter: `(key, full_at) values ('m', now())`,
  singleton: `(key, run) values ('s', 'r')`,
  dead_letter: `(id, seq, name, data, emitted_at, code, detail, tries) values (uuidv7(), 1, 'a/b', '{}', now(), '400', '', 1)`,
  refusal: `(reason, day) values ('malformed', now())`,
};
const TABLES = Object.keys(ROWS);
const ACTS = (table: string): string[] => [
  `select 1 from jobs.${table}`,
  `select 1 from jobs.${table} for update`,
  `insert into jobs.${table} default values`,
  `update jobs.${table} set ${columnOf(table)} = ${columnOf(table)}`,
  `delete from jobs.${table}`,
  `truncate jobs.${table}`,
  `copy jobs.${table} to stdout`,
  `merge into jobs.${table} using (select 1) s on true when matched then delete`,
];
const columnOf = (table: string): string => /\((\w+)/.exec(ROWS[table] as string)?.[1] as string;

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
  await seedTwoCompanies(db.admin);
  // what the companies' beginnings have told
  await db.admin`delete from jobs.outbox`;
  for (const [table, row] of Object.entries(ROWS)) await db.admin.unsafe(`insert into jobs.${table} ${row}`);
});
afterAll(async () => {
  await db.drop();
});

const codeOf = (statement: Promise<unknown>): Promise<string> =>
  statement.then(
    () => 'done',
    (error) => error.code as string,
  );

test('every table of background work is tried', async () => {
  const rows = await db.admin`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'jobs' and c.relkind in ('r', 'p')`;
  expect(rows.map((row) => row.name).sort()).toEqual([...TABLES].sort());
});

describe.each(['web', 'worker'] as const)('the %s process', (login) => {
  test.each(TABLES)('may do nothing with %s, in no company and in its own', async (table) => {
    for (const act of ACTS(table)) {
      expect([act, await codeOf(db[login].unsafe(act))]).toEqual([act, '42501']);
      const inside = db[login].begin(async (tx) => {
        if (login === 'web')
          await tx`select 1 from guard.enter(${COMPANY_A.agentPass}, null, ${COMPANY_A.workspaceId})`;
        else await tx`select guard.enter_system(${COMPANY_A.workspaceId}, 'matrix')`;
        await tx.unsafe(act);
      });
      expect([act, await codeOf(inside)]).toEqual([act, '42501']);
    }
  });
});

describe('the process of background work', () => {
  test.each(TABLES)('sees and changes %s, by its policy alone', async (table) => {
    const undo = new Error('undo');
    const tries = async (prepare: string): Promise<number[]> => {
      const counts: number[] = [];
      await db.admin
        .begin(async (tx) => {
          if (prepare) await tx.unsafe(prepare);
          for (const role of ['recado_jobs', 'recado_owner', 'guard_owner']) {
            await tx.unsafe(`set local role ${role}`);
            const seen = await tx.savepoint((inner) => inner.unsafe(`select 1 from jobs.${table}`)).catch(() => []);
            counts.push(seen.length);
            await tx`reset role`;
          }
          throw undo;
        })
        .catch((error) => {
          if (error !== undo) throw error;
        });
      return counts;
    };
    expect(await tries('')).toEqual([1, 1, 0]);
    expect(await tries(`drop policy jobs_all on jobs.${table}`)).toEqual([0, 0, 0]);
  });

  test('writes no row into the outbox past its door', async () => {
    expect(await codeOf(db.jobs.unsafe(`insert into jobs.outbox ${ROWS.outbox}`))).toBe('42501');
    expect(await codeOf(db.jobs.unsafe(`update jobs.outbox set name = 'x'`))).toBe('42501');
  });

  test('truncates nothing', async () => {
    for (const table of TABLES)
      expect([table, await codeOf(db.jobs.unsafe(`truncate jobs.${table}`))]).toEqual([table, '42501']);
  });
});
