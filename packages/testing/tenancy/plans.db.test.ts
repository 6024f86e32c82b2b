import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { fillForPlans, judgePlans, planCases, plansOf } from '../src/tenancy/call-plans.ts';

let db: TestDatabase;
let horizon: string;
beforeAll(async () => {
  db = await createDatabase();
  await fillForPlans(db.adminUrl, { workspaces: 6, conversations: 150, messages: 8 });
  horizon = (await db.admin`select pg_snapshot_xmin(pg_current_snapshot())::text as at`)[0]?.at;
});
afterAll(async () => {
  await db.drop();
});

// the planner's own choice at a million messages is tried by `npm run soak -- plans`
const small = planCases(3, '3').filter((each) => !each.atSizeOnly);
test.each(small.map((each) => each.name))('%s can stand on its index beneath row security', async (name) => {
  const each = planCases(3, horizon).find((one) => one.name === name);
  if (!each) throw new Error(name);
  const { plans } = await plansOf(db.adminUrl, each.role, [each.statement], { seqScans: false });
  expect(judgePlans(each, plans)).toEqual([]);
});

// after five calls the server may keep one plan for every workspace: pruning must then happen as it runs
test('a thread that was read many times on one connection still visits one partition', async () => {
  const each = planCases(2, horizon).find((one) => one.name === 'list_messages');
  if (!each) throw new Error('no such case');
  const { plans } = await plansOf(
    db.adminUrl,
    each.role,
    ['set local plan_cache_mode = force_generic_plan', each.statement, each.statement],
    { seqScans: false },
  );
  expect(judgePlans(each, plans.slice(-10))).toEqual([]);
});
