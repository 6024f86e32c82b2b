import type { ReservedSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import {
  CONTEXTS,
  type Context,
  type Entrance,
  LOOKING_CONTEXTS,
  markOf,
  personEntrance,
  systemEntrance,
} from '../src/tenancy/contexts.ts';
import { type Rights, readRights, tryCells } from '../src/tenancy/matrix.ts';
import { insertStatement } from '../src/tenancy/row-statements.ts';
import { COMPANY_A, FIXTURE_TABLES, seedTwoCompanies } from '../src/tenancy/two-companies.ts';

const ROLES = ['recado_web', 'recado_worker', 'recado_jobs', 'recado_owner', 'guard_owner'];
let db: TestDatabase;
let rights: Rights;
beforeAll(async () => {
  db = await createDatabase();
  await seedTwoCompanies(db.admin);
  rights = await readRights(db.admin, ROLES);
});
afterAll(async () => {
  await db.drop();
});

test('the fixture has a row of each company in every table there is', async () => {
  const tables = await db.admin`
    select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('app', 'wa', 'guard')`;
  expect(FIXTURE_TABLES.map((each) => each.name).sort()).toEqual(tables.map((row) => row.name).sort());
});

test('forgeries carry the mark that the guard itself writes, so that the MAC is what refuses them', async () => {
  await onTwoBackends('worker', async (connection) => {
    await connection`begin`;
    await systemEntrance(connection, COMPANY_A);
    const [row] = await connection`select split_part(current_setting('app.context'), '|', 6) as mark`;
    expect(await markOf(connection)).toBe(row?.mark);
  });
});

/** A digest of every row of every table. */
async function digest(): Promise<string> {
  const parts: string[] = [];
  for (const { name } of FIXTURE_TABLES) {
    const [row] = await db.admin.unsafe(
      `select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum from ${name} t`,
    );
    parts.push(`${name} ${row?.sum}`);
  }
  return parts.join('\n');
}

const logins: { login: 'web' | 'worker' | 'jobs'; enter: Entrance; contexts: readonly Context[] }[] = [
  { login: 'web', enter: personEntrance, contexts: [...CONTEXTS, ...LOOKING_CONTEXTS] },
  { login: 'worker', enter: systemEntrance, contexts: CONTEXTS },
  { login: 'jobs', enter: systemEntrance, contexts: CONTEXTS },
];

describe.each(logins)('logged in as $login', ({ login, enter, contexts }) => {
  test.each(contexts)('$name: every act on every table does what its reach allows and no more', async (context) => {
    const before = await digest();
    await onTwoBackends(login, async (connection, other) => {
      await context.arrive(connection, enter, other);
      const isKept = (table: (typeof FIXTURE_TABLES)[number]) =>
        context.isOutside === true && table.insideOnly === true;
      const [open, kept] = [FIXTURE_TABLES.filter((table) => !isKept(table)), FIXTURE_TABLES.filter(isKept)];
      const { tried, wrong } = await tryCells(connection, `recado_${login}`, context.reach, rights, open);
      expect(wrong).toEqual([]);
      expect((await tryCells(connection, `recado_${login}`, 'nothing', rights, kept)).wrong).toEqual([]);
      expect(tried).toBeGreaterThan(250);
      await connection`commit`;
    });
    expect(await digest()).toBe(before);
  });

  test('COPY out gives the own company and nothing else, COPY in is refused', async () => {
    await onTwoBackends(login, async (connection) => {
      for (const table of FIXTURE_TABLES) {
        const readable = rights.has(`recado_${login} select ${table.name}`);
        for (const inside of [true, false]) {
          await connection`begin`;
          if (inside) await enter(connection, COMPANY_A);
          const out = await copyOut(connection, `copy (select ${table.key} from ${table.name}) to stdout`);
          await connection`rollback`;
          const whole = await copyTable(connection, table.name, inside ? enter : null);
          if (!readable) expect([out, whole]).toEqual(['42501', '42501']);
          else {
            expect(new Set(out as string[])).toEqual(new Set(inside && table.owner ? [table.owner(COMPANY_A)] : []));
            // under row security COPY reads a partitioned table as ONLY itself, which holds no row
            expect([table.name, whole.length > 0]).toEqual([table.name, inside && table.name !== 'app.message']);
          }
        }
      }
    });
  });

  test('COPY in writes nothing', async () => {
    const before = await digest();
    await onTwoBackends(login, async (connection) => {
      for (const table of FIXTURE_TABLES) {
        await connection`begin`;
        const code = await connection.unsafe(`copy ${table.name} from stdin`).then(
          () => 'none',
          (error) => error.code as string,
        );
        await connection`rollback`;
        expect([table.name, code]).toEqual([table.name, expect.stringMatching(/^(42501|0A000)$/)]);
      }
    });
    expect(await digest()).toBe(before);
  });

  test('TRUNCATE is refused everywhere', async () => {
    for (const table of FIXTURE_TABLES)
      await expect(db[login].unsafe(`truncate ${table.name} cascade`)).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the owners of the tables', () => {
  test.each([
    ['recado_owner', 'own company', 'write'],
    ['recado_owner', 'other company', 'nothing'],
    ['recado_owner', 'no context', 'nothing'],
    ['guard_owner', 'no context', 'write'],
  ] as const)('%s in %s is under row security like everybody', async (role, contextName, reach) => {
    const context = CONTEXTS.find((each) => each.name === contextName) as Context;
    const connection = await db.admin.reserve();
    try {
      await context.arrive(connection, personEntrance, connection);
      await connection.unsafe(`set local role ${role}`);
      const { wrong } = await tryCells(connection, role, reach, rights, FIXTURE_TABLES);
      expect(wrong).toEqual([]);
    } finally {
      await connection`rollback`;
      connection.release();
    }
  });
});

test('a partition reached by its own name gives nothing', async () => {
  const [{ n } = { n: 0 }] = await db.admin`select count(*)::int as n from app.message`;
  expect(n).toBe(2);
  await expect(db.web.unsafe('select * from app.message_p0')).rejects.toMatchObject({ code: '42501' });
  await db.admin.begin(async (tx) => {
    await tx`select guard.enter_system(${COMPANY_A.workspaceId}, 'matrix')`;
    await tx`set local role recado_owner`;
    for (let part = 0; part < 8; part += 1)
      expect(await tx.unsafe(`select 1 from app.message_p${part}`)).toHaveLength(0);
  });
});

test('a new row for another company is refused even beside rows of the own one', async () => {
  const table = FIXTURE_TABLES.find((each) => each.name === 'app.contact');
  if (!table) throw new Error('no contact table');
  await expect(
    db.worker.begin(async (tx) => {
      await tx`select guard.enter_system('b0000000-0000-4000-8000-000200000000', 'matrix')`;
      await tx.unsafe(insertStatement(table, table.row(COMPANY_A, 1)));
    }),
  ).rejects.toMatchObject({ code: '42501' });
});

async function onTwoBackends(
  login: 'web' | 'worker' | 'jobs',
  run: (connection: ReservedSql, other: ReservedSql) => Promise<void>,
): Promise<void> {
  const [connection, other] = await Promise.all([db[login].reserve(), db[login].reserve()]);
  try {
    await run(connection, other);
  } finally {
    for (const each of [connection, other]) {
      await each`rollback`;
      await each`reset all`;
      each.release();
    }
  }
}

/** The lines of a COPY … TO STDOUT, or the code of its refusal. */
async function copyOut(connection: ReservedSql, statement: string): Promise<string[] | string> {
  try {
    let text = '';
    for await (const chunk of await connection.unsafe(statement).readable()) text += chunk;
    return text.split('\n').filter(Boolean);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

async function copyTable(connection: ReservedSql, name: string, enter: Entrance | null): Promise<string[] | string> {
  await connection`begin`;
  if (enter) await enter(connection, COMPANY_A);
  const lines = await copyOut(connection, `copy ${name} to stdout`);
  await connection`rollback`;
  return lines;
}
