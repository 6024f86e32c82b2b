import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { COMPANY_A, COMPANY_B, seedTwoCompanies } from '../../../testing/src/tenancy/two-companies.ts';
import type { Ctx, StoredFile } from '../kernel/index.ts';
import { duePurges, forgetFiles, purgeWorkspace } from './index.ts';

let db: TestDatabase;
let jobs: Pick<Ctx, 'db'>;
beforeAll(async () => {
  db = await createDatabase();
  await seedTwoCompanies(db.admin);
  jobs = { db: db.jobs } as unknown as Pick<Ctx, 'db'>;
});
afterAll(async () => await db.drop());

/** How many rows each table that names a workspace has of one. */
async function rowsOf(workspaceId: string): Promise<Record<string, number>> {
  const tables = await db.admin`
    select format('%I.%I', n.nspname, c.relname) name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
     where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('app', 'wa', 'guard')
       -- what stays: the last link of an audit that has ended
       and c.relname <> 'audit_end' order by 1`;
  const found: Record<string, number> = {};
  for (const { name } of tables) {
    const [row] = await db.admin.unsafe(`select count(*)::int n from ${name} where workspace_id = '${workspaceId}'`);
    found[name] = row?.n;
  }
  return found;
}

it('removes a workspace after its grace in steps, every row of every table, and nobody else’s', async () => {
  const { workspaceId } = COMPANY_A;
  const [mine, others] = [await rowsOf(workspaceId), await rowsOf(COMPANY_B.workspaceId)];
  // the company of the fixture has a row in every table, so that a new table is tried here too
  expect(Object.entries(mine).filter(([, count]) => count === 0)).toEqual([]);
  expect(await purgeWorkspace(jobs, workspaceId)).toBe(false);
  await db.admin`update app.workspace set deleted_at = now() - interval '29 days 23 hours' where id = ${workspaceId}`;
  expect([await duePurges(jobs, 10), await purgeWorkspace(jobs, workspaceId)]).toEqual([[], false]);
  expect(await rowsOf(workspaceId)).toEqual(mine);
  await db.admin`update app.workspace set deleted_at = now() - interval '30 days' where id = ${workspaceId}`;
  expect(await duePurges(jobs, 10)).toEqual([workspaceId]);
  let steps = 0;
  while (await purgeWorkspace(jobs, workspaceId, 3)) steps += 1;
  expect(steps).toBeGreaterThan(3);
  expect(Object.entries(await rowsOf(workspaceId)).filter(([, count]) => count > 0)).toEqual([]);
  expect(await rowsOf(COMPANY_B.workspaceId)).toEqual(others);
  const left = await db.admin`select id from app.workspace`;
  expect(left).toEqual([{ id: COMPANY_B.workspaceId }]);
  expect([await duePurges(jobs, 10), await purgeWorkspace(jobs, workspaceId)]).toEqual([[], false]);
});

it('is for the jobs alone', async () => {
  for (const role of [db.web, db.worker])
    await expect(role`select guard.purge_workspace(${COMPANY_B.workspaceId}, 1)`).rejects.toMatchObject({
      code: '42501',
    });
});

it('forgets every file of the workspace and asks for no other’s', async () => {
  const kept: StoredFile[] = ['a', 'b', 'a'].map((workspaceId, n) => ({ workspaceId, name: `${n}`, sha256: `${n}` }));
  const storage = {
    listUntouched: (workspaceId: string) => Readable.from(kept.filter((file) => file.workspaceId === workspaceId)),
    async remove(file: StoredFile) {
      kept.splice(kept.indexOf(file), 1);
      return true;
    },
  };
  const ctx = { ...jobs, clock: { now: () => new Date() }, ports: { storage } } as never;
  expect([await forgetFiles(ctx, 'a'), await forgetFiles(ctx, 'a')]).toEqual([2, 0]);
  expect(kept.map(({ workspaceId }) => workspaceId)).toEqual(['b']);
});
