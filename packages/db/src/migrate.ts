import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postgres, { type Sql } from 'postgres';
import { backfills as productBackfills } from './backfills.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const MIGRATIONS = path.join(ROOT, 'drizzle');
const FUNCTIONS = path.resolve(import.meta.dirname, '../functions');
/** One number for the whole product: two processes that start at once take turns. */
const LOCK = 724_106_001;

/** Work between an expand and a contract migration, in batches, resumable. `step` does one batch and answers whether more is left. */
export type Backfill = { id: string; step(sql: Sql): Promise<boolean> };

export type MigrateOptions = {
  adminUrl: string;
  log?: (line: string) => void;
  /** Another folder of migrations and other backfills than the product's, for trying the runner itself. */
  migrations?: string;
  backfills?: readonly Backfill[];
  /** False leaves the functions out: today's do not fit the tables of an older installation. */
  functions?: boolean;
};

/**
 * Brings a database to the present schema under an advisory lock: migrations in order, each in its own transaction;
 * backfills after the migration they name; functions whose text changed. Safe to run twice and by two processes at once.
 * A migration named `NNNN_contract_…` refuses while a backfill that it needs (`-- needs backfill: id`) is unfinished.
 */
export async function migrate({
  adminUrl,
  log = () => {},
  migrations = MIGRATIONS,
  backfills = productBackfills,
  functions = true,
}: MigrateOptions): Promise<{ applied: string[] }> {
  const sql = postgres(adminUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`select pg_advisory_lock(${LOCK})`;
    await sql`create schema if not exists ops`;
    await sql`create table if not exists ops.migration (name text primary key, hash text not null, applied_at timestamptz not null default clock_timestamp())`;
    await sql`create table if not exists ops.backfill (id text primary key, done_at timestamptz)`;
    const applied = await applyMigrations(sql, migrations, backfills, log);
    if (functions) await applyFunctions(sql, log);
    return { applied };
  } finally {
    await sql.end({ timeout: 5 });
  }
}

async function applyMigrations(
  sql: Sql,
  folder: string,
  backfills: readonly Backfill[],
  log: (line: string) => void,
): Promise<string[]> {
  const known = new Map(
    (await sql`select name, hash from ops.migration`).map((row) => [row.name as string, row.hash as string]),
  );
  const applied: string[] = [];
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const hash = createHash('sha256').update(text).digest('hex');
    const before = known.get(name);
    if (before !== undefined) {
      if (before !== hash)
        throw new Error(
          `The migration ${name} was changed after it had been applied. Put it back and write a new one.`,
        );
      continue;
    }
    for (const [, id] of text.matchAll(/^-- needs backfill: (\S+)$/gm))
      await finishBackfill(sql, backfills, id as string, log);
    log(`migration ${name}`);
    await sql.begin(async (tx) => {
      for (const statement of text.split('--> statement-breakpoint')) await tx.unsafe(statement);
      await tx`insert into ops.migration (name, hash) values (${name}, ${hash})`;
    });
    applied.push(name);
  }
  for (const backfill of backfills) await finishBackfill(sql, backfills, backfill.id, log);
  return applied;
}

async function finishBackfill(
  sql: Sql,
  backfills: readonly Backfill[],
  id: string,
  log: (line: string) => void,
): Promise<void> {
  const [row] = await sql`select done_at from ops.backfill where id = ${id}`;
  if (row?.done_at) return;
  const backfill = backfills.find((each) => each.id === id);
  if (!backfill) throw new Error(`A migration needs the backfill "${id}", which does not exist.`);
  log(`backfill ${id}`);
  await sql`insert into ops.backfill (id) values (${id}) on conflict do nothing`;
  while (await backfill.step(sql)) {
    // each step is its own transaction, so a stopped backfill goes on where it was
  }
  await sql`update ops.backfill set done_at = clock_timestamp() where id = ${id}`;
}

/** Functions are repeatable: a file is applied again when its text changed, as the role that owns its schema. */
async function applyFunctions(sql: Sql, log: (line: string) => void): Promise<void> {
  const files = [
    ...['guard', 'app', 'wa', 'jobs'].flatMap((space) =>
      readdirSync(path.join(FUNCTIONS, space))
        .sort()
        .map((file) => ({ name: `${space}/${file}`, role: space === 'guard' ? 'guard_owner' : 'recado_owner' })),
    ),
    { name: 'zz-grants.sql', role: null },
  ].map((file) => {
    const text = readFileSync(path.join(FUNCTIONS, file.name), 'utf8');
    return { ...file, text, hash: createHash('sha256').update(text).digest('hex') };
  });
  const known = new Map(
    (await sql`select name, hash from ops.migration where name like 'fn:%'`).map((row) => [
      row.name as string,
      row.hash as string,
    ]),
  );
  const changed = files.filter((file) => known.get(`fn:${file.name}`) !== file.hash);
  if (changed.length === 0) return;
  log(`functions ${changed.map((file) => file.name).join(', ')}`);
  await sql.begin(async (tx) => {
    await tx`set local check_function_bodies = off`;
    for (const file of changed) {
      if (file.role) await tx.unsafe(`set local role ${file.role}`);
      await tx.unsafe(file.text);
      await tx`reset role`;
    }
    // a function that was dropped and made anew has lost its grants
    if (!changed.some((file) => file.role === null)) await tx.unsafe(files.at(-1)?.text ?? '');
    for (const file of changed) {
      await tx`insert into ops.migration (name, hash) values (${`fn:${file.name}`}, ${file.hash})
        on conflict (name) do update set hash = excluded.hash, applied_at = clock_timestamp()`;
    }
  });
}
