import type { Ctx } from '@recado/core/kernel';
import { assignFlag, getEntitlements, loadCatalogue, setPlan } from '@recado/core/plans';
import { connect, type Database, enter, refusalOf } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMember,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestSession,
  type TestWorkspace,
} from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';

let db: TestDatabase;
let web: Database;
let jobs: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.hastyUrl, { name: 'plans', max: 12 });
  jobs = connect(db.jobsUrl, { name: 'plans', max: 4 });
});
afterAll(async () => {
  await Promise.all([web.end({ timeout: 1 }), jobs.end({ timeout: 1 })]);
  await db.drop();
});

const limitOf = async (personId: string) =>
  (await db.admin`select session_limit from guard.account where person_id = ${personId}`)[0]?.session_limit;
const liveOf = async (personId: string) =>
  await db.admin`select id, slot from guard.session where person_id = ${personId} and ended_at is null order by slot`;
const put = (workspace: TestWorkspace, plan: string, more: { acting?: string } = {}) =>
  setPlan(
    { db: jobs },
    {
      ...{ accountId: workspace.accountId, plan, version: 1, by: 'operator', reason: 'a test' },
      actingSessionId: more.acting ?? null,
    },
  );
const ctxOf = (session: TestSession, workspaceId: string) =>
  ({ workspaceId, door: { kind: 'session', pass: session.pass }, db: web }) as unknown as Ctx;

test('the catalogue of the product is whole: plans with prices, seats and limits, and a way up from each', async () => {
  const catalogue = await loadCatalogue({ db: web });
  const found = Object.fromEntries(catalogue.map((each) => [each.plan, each]));
  expect(Object.keys(found).sort()).toEqual(['agency', 'enterprise', 'family', 'pro', 'starter', 'team', 'trial']);
  expect([found.starter?.price.cents, found.team?.seats, found.agency?.limits.numbers]).toEqual([
    2_900,
    { included: 1, min: 3, max: 10, extraCents: 2_900 },
    10,
  ]);
  expect(
    catalogue
      .filter((each) => each.sessions.perPerson > 1)
      .map((each) => each.plan)
      .sort(),
  ).toEqual(['agency', 'enterprise', 'team']);
});

describe("an account's plan", () => {
  test('gives its members as many sessions as it allows, and takes them away at once, never the one that asks', async () => {
    const workspace = await makeWorkspace(db.admin);
    const colleague = await makePerson(db.admin);
    await addMember(db.admin, workspace.id, colleague, 'agent');
    await put(workspace, 'team');
    expect([await limitOf(workspace.owner.id), await limitOf(colleague.id)]).toEqual([5, 5]);
    const sessions: TestSession[] = [];
    for (let n = 0; n < 4; n += 1) sessions.push(await openTestSession(db.hasty, workspace.owner.id));
    const [acting, , touched] = sessions as [TestSession, TestSession, TestSession];
    await db.admin`update guard.session set last_input_at = now() + interval '1 minute' where id = ${touched.sessionId}`;
    expect(await put(workspace, 'pro', { acting: acting.sessionId })).toEqual({ sessionsEnded: 3 });
    expect(await liveOf(workspace.owner.id)).toEqual([{ id: acting.sessionId, slot: 1 }]);
    const refusal = await db.web`select 1 from guard.enter(${touched.pass}, null, ${workspace.id})`.catch(refusalOf);
    expect(refusal).toMatchObject({ kind: 'session', detail: { reason: 'limit' } });
  });

  test('counts the most generous one of a person with several', async () => {
    const small = await makeWorkspace(db.admin);
    const large = await makeWorkspace(db.admin);
    await addMember(db.admin, large.id, small.owner, 'agent');
    await put(large, 'team');
    await put(small, 'starter');
    expect(await limitOf(small.owner.id)).toBe(5);
    await db.admin`update app.member set blocked_at = now() where workspace_id = ${large.id} and person_id = ${small.owner.id}`;
    await put(large, 'team');
    await put(small, 'starter');
    expect(await limitOf(small.owner.id)).toBe(1);
  });

  test('shrinks while people log in: never more than the limit that holds, every time', async () => {
    for (let round = 0; round < 10; round += 1) {
      const workspace = await makeWorkspace(db.admin);
      await put(workspace, 'team');
      for (let n = 0; n < 5; n += 1) await openTestSession(web, workspace.owner.id);
      await Promise.all([
        ...Array.from({ length: 8 }, () => openTestSession(web, workspace.owner.id)),
        put(workspace, 'pro'),
        ...Array.from({ length: 8 }, () => openTestSession(web, workspace.owner.id)),
      ]);
      expect(await liveOf(workspace.owner.id)).toEqual([{ id: expect.any(String), slot: 1 }]);
    }
  });

  test('is set by the role of jobs alone, on versions that exist, with a reason, and every change is kept', async () => {
    const workspace = await makeWorkspace(db.admin);
    await expect(put(workspace, 'gold')).rejects.toMatchObject({ code: 'plans.unknownPlan' });
    await expect(
      web`select guard.set_plan(${workspace.accountId}, 'team', 1, 'me', 'because', null)`,
    ).rejects.toMatchObject({ code: '42501' });
    await put(workspace, 'team');
    await put(workspace, 'pro');
    const changes =
      await db.admin`select plan, version, set_by, reason from guard.plan_change where account_id = ${workspace.accountId} order by id`;
    expect(changes).toEqual([
      { plan: 'team', version: 1, set_by: 'operator', reason: 'a test' },
      { plan: 'pro', version: 1, set_by: 'operator', reason: 'a test' },
    ]);
  });

  test('says what a workspace of it may do', async () => {
    const workspace = await makeWorkspace(db.admin);
    const session = await openTestSession(db.hasty, workspace.owner.id);
    expect((await getEntitlements(ctxOf(session, workspace.id), {})).plan).toBe('trial');
    await put(workspace, 'agency', { acting: session.sessionId });
    const mine = await getEntitlements(ctxOf(session, workspace.id), {});
    expect([mine.plan, mine.limits.numbers, mine.features.has('accessLinks')]).toEqual(['agency', 10, true]);
  });
});

test('an experiment gives an account one variant, whoever of it asks first, and keeps it when the shares change', async () => {
  const workspace = await makeWorkspace(db.admin);
  const colleague = await makePerson(db.admin);
  await addMember(db.admin, workspace.id, colleague, 'agent');
  const ask = async (personId: string, variants: [string, ...string[]]) => {
    const { pass } = await openTestSession(db.hasty, personId);
    return await web.begin(async (tx) => {
      const actor = await enter(tx, { kind: 'session', pass }, workspace.id);
      return await assignFlag({ tx, actor }, { name: 'idle-minutes', variants });
    });
  };
  const first = await Promise.all([ask(workspace.owner.id, ['30', '45', '60']), ask(colleague.id, ['30', '45', '60'])]);
  expect(new Set(first).size).toBe(1);
  expect(await ask(colleague.id, ['never this'])).toBe(first[0]);
});
