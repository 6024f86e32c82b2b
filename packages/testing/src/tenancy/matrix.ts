import type { ReservedSql, Sql, TransactionSql } from 'postgres';
import type { FixtureTable } from './fixture-tables.ts';
import { insertStatement, recordOf } from './row-statements.ts';
import { COMPANY_A, COMPANY_B, FIXTURE_TABLES } from './two-companies.ts';

/** What a context lets its holder do with company A's rows. */
export type Reach = 'write' | 'read' | 'nothing';

type Connection = Sql | TransactionSql | ReservedSql;
type Outcome = { rows: number } | { code: string };
type Right = 'select' | 'insert' | 'update' | 'delete' | 'truncate';

/** Which role may do what, as the server says: `recado_web select app.contact`. */
export type Rights = ReadonlySet<string>;

type Cell = {
  readonly act: string;
  readonly statement: string;
  readonly rights: readonly Right[];
  /** What the act answers with enough rights: when its holder reaches the rows to write, to read, or not at all. */
  readonly expected: Record<Reach, Expectation>;
};
type Expectation = 'some rows' | 'no row' | 'refused' | 'any';

const WRITE_ROWS = { write: 'some rows', read: 'no row', nothing: 'no row' } as const;
// a MERGE that finds a row which it may see but not write says so
const MERGE_ROWS = { write: 'some rows', read: 'refused', nothing: 'no row' } as const;
const WRITE_NEW = { write: 'some rows', read: 'refused', nothing: 'refused' } as const;

/** Every act on one table, aimed at company A's rows. */
export function cellsOf(table: FixtureTable): Cell[] {
  const mine = table.owner ? `${table.key} = '${table.owner(COMPANY_A)}'` : 'true';
  const stored = table.row(COMPANY_A, 0);
  const spare = table.row(COMPANY_A, 1);
  const columns = Object.keys(spare).join(', ');
  const conflict = table.conflict || null;
  const same = `set ${table.key} = ${table.name.split('.')[1]}.${table.key}`;
  const cells: Cell[] = [
    {
      act: 'SELECT',
      statement: `select 1 from ${table.name} where ${mine}`,
      rights: ['select'],
      expected: { write: 'some rows', read: 'some rows', nothing: 'no row' },
    },
    {
      act: 'SELECT FOR UPDATE',
      statement: `select 1 from ${table.name} where ${mine} for update`,
      rights: ['select', 'update'],
      expected: WRITE_ROWS,
    },
    {
      act: 'INSERT RETURNING',
      statement: insertStatement(table, spare, 'returning 1'),
      rights: ['insert', 'select'],
      expected: WRITE_NEW,
    },
    {
      act: 'UPDATE RETURNING',
      statement: `update ${table.name} ${same} where ${mine} returning 1`,
      rights: ['select', 'update'],
      expected: WRITE_ROWS,
    },
    {
      act: 'DELETE RETURNING',
      statement: `delete from ${table.name} where ${mine} returning 1`,
      rights: ['select', 'delete'],
      expected: WRITE_ROWS,
    },
    {
      act: 'MERGE UPDATE',
      statement: `merge into ${table.name} using (select 1) s on ${mine} when matched then update ${same}`,
      rights: ['select', 'update'],
      expected: MERGE_ROWS,
    },
    {
      act: 'MERGE DELETE',
      statement: `merge into ${table.name} using (select 1) s on ${mine} when matched then delete`,
      rights: ['select', 'delete'],
      expected: MERGE_ROWS,
    },
    {
      act: 'MERGE INSERT',
      statement: `merge into ${table.name} using ${recordOf(table, spare)} s on false when not matched then insert (${columns}) overriding system value values (${Object.keys(
        spare,
      )
        .map((each) => `s.${each}`)
        .join(', ')})`,
      rights: ['insert', 'select'],
      expected: WRITE_NEW,
    },
  ];
  if (conflict) {
    cells.push(
      {
        act: 'ON CONFLICT DO UPDATE',
        statement: insertStatement(
          table,
          stored,
          `on conflict (${conflict}) do update set ${table.key} = excluded.${table.key} returning 1`,
        ),
        rights: ['insert', 'select', 'update'],
        expected: WRITE_NEW,
      },
      {
        act: 'ON CONFLICT DO NOTHING',
        statement: insertStatement(table, stored, `on conflict (${conflict}) do nothing returning 1`),
        rights: ['insert', 'select'],
        expected: { write: 'no row', read: 'refused', nothing: 'refused' },
      },
    );
  }
  if (table.owner) {
    cells.push(
      {
        act: 'UPDATE that gives rows away',
        statement: `update ${table.name} set ${table.key} = '${table.owner(COMPANY_B)}' where ${mine}`,
        rights: ['select', 'update'],
        expected: { write: 'refused', read: 'no row', nothing: 'no row' },
      },
      {
        act: 'SELECT beyond the company',
        statement: `select 1 from ${table.name} where not (${mine})`,
        rights: ['select'],
        expected: { write: 'no row', read: 'no row', nothing: 'any' },
      },
      {
        act: 'DELETE beyond the company',
        statement: `delete from ${table.name} where not (${mine})`,
        rights: ['select', 'delete'],
        expected: { write: 'no row', read: 'no row', nothing: 'any' },
      },
    );
  }
  return cells;
}

/** The rights of roles on the fixture's tables, schema usage included. */
export async function readRights(admin: Connection, roles: readonly string[]): Promise<Rights> {
  const rows = await admin`
    select r || ' ' || p || ' ' || t as it from unnest(${roles as string[]}::text[]) r, unnest(${FIXTURE_TABLES.map((each) => each.name)}::text[]) t,
      unnest(array['select', 'insert', 'update', 'delete', 'truncate']) p
     where has_schema_privilege(r, split_part(t, '.', 1), 'usage') and has_table_privilege(r, t, p)`;
  return new Set(rows.map((row) => row.it as string));
}

/**
 * Tries every act on the given tables within the transaction that `connection` has open, and undoes each.
 * Answers a sentence for each cell that did not come out as the role's rights and the context's reach demand.
 */
export async function tryCells(
  connection: Connection,
  role: string,
  reach: Reach,
  rights: Rights,
  tables: readonly FixtureTable[],
): Promise<{ tried: number; wrong: string[] }> {
  const wrong: string[] = [];
  const pending: Promise<void>[] = [connection.unsafe('savepoint cell').then(() => {})];
  for (const table of tables) {
    for (const cell of cellsOf(table)) {
      const allowed = cell.rights.every((right) => rights.has(`${role} ${right} ${table.name}`));
      const expected = !allowed ? 'refused' : expectation(cell, table, role, reach);
      pending.push(
        connection.unsafe(cell.statement).then(
          (result) => check({ rows: result.count ?? result.length }),
          (error) => check({ code: error.code as string }),
        ),
        connection.unsafe('rollback to cell').then(() => {}),
      );
      const check = (outcome: Outcome): void => {
        const isStopped = table.writtenOnce && 'code' in outcome && outcome.code === '23001';
        if (!(isStopped && expected === 'refused' && allowed) && !fits(outcome, expected))
          wrong.push(`${role} ${cell.act} on ${table.name}: ${JSON.stringify(outcome)} instead of ${expected}`);
      };
    }
  }
  // sent without waiting for each answer: the server works through them in order
  await Promise.all(pending);
  return { tried: (pending.length - 1) / 2, wrong };
}

function expectation(cell: Cell, table: FixtureTable, role: string, reach: Reach): Expectation {
  if (role === 'guard_owner')
    return cell.act === 'ON CONFLICT DO NOTHING'
      ? 'no row'
      : table.owner && /beyond|gives/.test(cell.act)
        ? 'any'
        : 'some rows';
  // an account is only ever read through a workspace of it
  return cell.expected[table.readOnly && reach === 'write' ? 'read' : reach];
}

function fits(outcome: Outcome, expected: Expectation): boolean {
  if (expected === 'any') return true;
  if ('code' in outcome) {
    // a foreign or unique key that complains proves that the row was reached
    if (expected === 'some rows') return ['23503', '23001', '23505'].includes(outcome.code);
    return expected === 'refused' && outcome.code === '42501';
  }
  return expected === 'some rows' ? outcome.rows > 0 : expected === 'no row' ? outcome.rows === 0 : false;
}
