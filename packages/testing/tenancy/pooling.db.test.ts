import postgres, { type Sql } from 'postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace, openTestSession, type TestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { seeded } from '../src/soak/seeded.ts';

const COMPANIES = 64;
let db: TestDatabase;
const companies: { id: string; session: TestSession }[] = [];
beforeAll(async () => {
  db = await createDatabase();
  for (let n = 0; n < COMPANIES; n += 1) {
    const workspace = await makeWorkspace(db.admin);
    await db.admin`insert into app.contact (workspace_id, name) values (${workspace.id}, ${`canary ${workspace.id}`})`;
    companies.push({ id: workspace.id, session: await openTestSession(db.web, workspace.owner.id) });
  }
});
afterAll(async () => {
  await db.drop();
});

const aborted = new Error('aborted');

/** One transaction of a company that ends in one of the ways transactions end; answers a sentence when it saw too much or too little. */
async function transact(web: Sql, company: (typeof companies)[number], fate: number): Promise<string | null> {
  let seen: string | null = null;
  try {
    await web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${company.session.pass}, null, ${company.id})`;
      const rows = await tx`select name from app.contact`;
      seen = rows.map((row) => row.name).join();
      if (fate < 0.1) throw aborted;
      if (fate < 0.15) await tx`select 1 / 0`;
      if (fate < 0.2) await tx.unsafe(`set local statement_timeout = '1ms'; select pg_sleep(1)`);
      if (fate < 0.25) {
        const slow = tx`select pg_sleep(1)`;
        setTimeout(() => slow.cancel(), 2);
        await slow;
      }
    });
  } catch (error) {
    const code = (error as { code?: string }).code;
    // a division by zero, a timeout, a cancel: as ordered
    if (error !== aborted && !['22012', '57014'].includes(code ?? '')) return `unexpected: ${String(error)}`;
  }
  return seen === `canary ${company.id}` ? null : `company ${company.id} saw "${seen}"`;
}

test.each([1, 2, 3, 4])(
  'through a pool of %i, 64 companies interleave, abort, time out and are cancelled: each sees its own canary',
  async (size) => {
    const seed = 1000 + size;
    const random = seeded(seed);
    const web = postgres(db.webUrl, { max: size, onnotice: () => {} });
    const wrong: (string | null)[] = [];
    try {
      const turn = async (): Promise<void> => {
        for (let n = 0; n < 20; n += 1) {
          const company = companies[Math.floor(random() * COMPANIES)] as (typeof companies)[number];
          wrong.push(await transact(web, company, random()));
          // a statement between the transactions has no company at all
          if (random() < 0.3)
            wrong.push(
              (await web`select name from app.contact`).length === 0 ? null : 'rows outside of any transaction',
            );
        }
      };
      await Promise.all(Array.from({ length: COMPANIES }, turn));
      expect({ seed, wrong: wrong.filter((each) => each !== null) }).toEqual({ seed, wrong: [] });
      expect(wrong.length).toBeGreaterThan(1280);
    } finally {
      await web.end({ timeout: 1 });
    }
  },
  60_000,
);
