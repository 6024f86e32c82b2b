import type { TransactionSql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { findCatalogueFaults } from '../src/tenancy/catalogue-faults.ts';
import { type Reach, type Rights, readRights, tryCells } from '../src/tenancy/matrix.ts';
import { COMPANY_A, COMPANY_B, FIXTURE_TABLES, seedTwoCompanies } from '../src/tenancy/two-companies.ts';

type Policy = {
  table: string;
  name: string;
  command: string;
  forGuard: boolean;
  using: string | null;
  check: string | null;
};
type Mutant = { policy: Policy; how: string; statement: string };

const ROLES = ['recado_web', 'recado_worker', 'recado_jobs', 'recado_owner', 'guard_owner'];
let db: TestDatabase;
let rights: Rights;
let policies: Policy[];
beforeAll(async () => {
  db = await createDatabase();
  await seedTwoCompanies(db.admin);
  rights = await readRights(db.admin, ROLES);
  policies = (await db.admin`
    select schemaname || '.' || tablename as "table", policyname as name, cmd as command, roles = '{guard_owner}' as "forGuard", qual as "using", with_check as "check"
      from pg_policies where schemaname in ('app', 'wa', 'guard') order by 1, 2`) as unknown as Policy[];
});
afterAll(async () => {
  await db.drop();
});

type Place = {
  role: string;
  reach: Reach;
  enter: (tx: TransactionSql) => Promise<unknown>;
  /** Whether only tables that visibility narrows are tried there. */
  narrowed?: true;
};
const asAgent = (tx: TransactionSql, company = COMPANY_A) =>
  tx`select 1 from guard.enter(${company.agentPass}, null, ${company.workspaceId})`;
const PLACES: Place[] = [
  { role: 'recado_owner', reach: 'write', enter: (tx) => asAgent(tx) },
  { role: 'recado_owner', reach: 'nothing', enter: (tx) => asAgent(tx, COMPANY_B) },
  { role: 'recado_owner', reach: 'nothing', enter: async () => {} },
  {
    role: 'recado_owner',
    reach: 'read',
    enter: (tx) => tx`select 1 from guard.enter(${COMPANY_A.viewerPass}, null, ${COMPANY_A.workspaceId})`,
  },
  { role: 'recado_web', reach: 'nothing', enter: (tx) => asAgent(tx, COMPANY_B) },
  { role: 'recado_worker', reach: 'nothing', enter: async () => {} },
  { role: 'guard_owner', reach: 'write', enter: async () => {} },
  // of the company, with a visibility that shows them their own: nothing of what is stored is theirs
  {
    role: 'recado_owner',
    reach: 'nothing',
    narrowed: true,
    enter: (tx) =>
      tx`select guard.set_context(${COMPANY_A.workspaceId}, 'person', ${COMPANY_A.agentId}, 'agent', 'own')`,
  },
];
const isNarrowed = (table: string) => policies.some((each) => each.table === table && each.name === 'visible');

/** What the matrix finds wrong about one table after a change of it; everything is undone. */
async function findingsAfter(statement: string | null, tableName: string): Promise<string[]> {
  const tables = FIXTURE_TABLES.filter((each) => each.name === tableName);
  const findings: string[] = [];
  const connection = await db.admin.reserve();
  try {
    for (const place of PLACES) {
      if (place.narrowed && !isNarrowed(tableName)) continue;
      await connection`begin`;
      await place.enter(connection as unknown as TransactionSql);
      if (statement) await connection.unsafe(statement);
      await connection.unsafe(`set local role ${place.role}`);
      findings.push(...(await tryCells(connection, place.role, place.reach, rights, tables)).wrong);
      await connection`rollback`;
      if (statement && findings.length > 0) break;
    }
  } finally {
    await connection`rollback`;
    connection.release();
  }
  return findings;
}

async function survivors(mutants: Mutant[]): Promise<string[]> {
  const alive: string[] = [];
  for (const { policy, how, statement } of mutants) {
    if ((await findingsAfter(statement, policy.table)).length === 0)
      alive.push(`${policy.name} on ${policy.table} ${how}`);
  }
  return alive;
}

test('unchanged, the matrix finds nothing', async () => {
  for (const table of FIXTURE_TABLES) expect(await findingsAfter(null, table.name)).toEqual([]);
});

test('dropping any single policy turns the matrix red', async () => {
  const mutants = policies.map((policy) => ({
    policy,
    how: 'dropped',
    statement: `drop policy ${policy.name} on ${policy.table}`,
  }));
  expect(mutants.length).toBeGreaterThanOrEqual(80);
  expect(await survivors(mutants)).toEqual([]);
}, 60_000);

test("letting any company's policy pass everybody turns the matrix red", async () => {
  const mutants = policies
    .filter((policy) => !policy.forGuard)
    .map((policy) => ({
      policy,
      how: 'passing everybody',
      statement: `alter policy ${policy.name} on ${policy.table} ${policy.using ? 'using (true)' : ''} ${policy.check ? 'with check (true)' : ''}`,
    }));
  expect(await survivors(mutants)).toEqual([]);
}, 60_000);

test('forgetting who may write turns the matrix red', async () => {
  const forget = (text: string | null) =>
    text?.replace(/ AND \( SELECT guard\.can_write\(\) AS can_write\)/g, '') ?? null;
  const mutants = policies
    .filter((policy) => !policy.forGuard && policy.command !== 'SELECT' && policy.name !== 'visible')
    .map((policy) => {
      const using = forget(policy.using);
      const check = forget(policy.check);
      expect([using, check]).not.toEqual([policy.using, policy.check]);
      return {
        policy,
        how: 'open to viewers',
        statement: `alter policy ${policy.name} on ${policy.table} ${using ? `using (${using})` : ''} ${check ? `with check (${check})` : ''}`,
      };
    });
  expect(await survivors(mutants)).toEqual([]);
}, 60_000);

// nobody but the guard has a right on its tables, so a widened policy alone opens nothing that the matrix could see
test("widening any of the guard's policies is caught by the matrix or by the catalogue gate", async () => {
  const alive: string[] = [];
  for (const policy of policies.filter((each) => each.forGuard)) {
    const statement = `alter policy ${policy.name} on ${policy.table} to public`;
    if ((await findingsAfter(statement, policy.table)).length > 0) continue;
    const undo = new Error('undo');
    await db.admin
      .begin(async (tx) => {
        await tx.unsafe(statement);
        if ((await findCatalogueFaults(tx)).length === 0) alive.push(`${policy.name} on ${policy.table}`);
        throw undo;
      })
      .catch((error) => {
        if (error !== undo) throw error;
      });
  }
  expect(alive).toEqual([]);
}, 60_000);

// on the guard's tables it changes nothing that a role could do; there the catalogue gate stands alone
test.each(FIXTURE_TABLES.filter((each) => each.owner).map((each) => each.name))(
  'switching row security off on %s turns the matrix red',
  async (name) => {
    expect(
      await findingsAfter(
        `alter table ${name} no force row level security; alter table ${name} disable row level security`,
        name,
      ),
    ).not.toEqual([]);
  },
);
