import type { Ctx } from '@recado/core/kernel';
import { assignFlag, getEntitlements, loadCatalogue, loadOffer, setPlan, writeCatalogue } from '@recado/core/plans';
import { presetNames } from '@recado/core/plans/contract';
import { presetOf } from '@recado/core/plans/rules';
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
    { included: 1, min: 3, max: 10, extraCents: 2_900, per: 'account' },
    10,
  ]);
  expect(
    catalogue
      .filter((each) => each.sessions.perPerson > 1)
      .map((each) => each.plan)
      .sort(),
  ).toEqual(['agency', 'enterprise', 'team']);
});

describe('the catalogue in use', () => {
  const recado = presetOf('recado');
  const changed = (plan: string) => ({
    ...recado,
    plans: recado.plans.map((each) =>
      each.plan === plan ? { ...each, limits: { ...each.limits, contacts: 7 } } : each,
    ),
  });
  const contactsOf = async (plan: string) =>
    (await loadCatalogue({ db: web })).find((each) => each.plan === plan)?.limits.contacts;

  test('is Recado’s own on a new installation, row for row as it is written down, and every other can be taken instead', async () => {
    expect(await writeCatalogue({ db: jobs }, recado)).toEqual({ written: 0 });
    for (const preset of presetNames) {
      await writeCatalogue({ db: jobs }, presetOf(preset));
      const offer = await loadOffer({ db: web });
      expect([offer.preset, offer.trial]).toEqual([preset, presetOf(preset).trial]);
      expect(offer.plans.every((each) => each.preset === preset)).toBe(true);
      const [head] = await db.admin`select plan, version from guard.catalogue where is_current`;
      expect(head).toEqual({ plan: presetOf(preset).start, version: 1 });
      expect(await writeCatalogue({ db: jobs }, presetOf(preset))).toEqual({ written: 0 });
    }
    expect((await loadCatalogue({ db: web })).length).toBe(24);
    await writeCatalogue({ db: jobs }, recado);
  });

  test('never changes a row that an account is on, nor anything beside it then; a new version of it is taken', async () => {
    const workspace = await makeWorkspace(db.admin);
    expect(await writeCatalogue({ db: jobs }, changed('family'))).toEqual({ written: 1 });
    await put(workspace, 'family');
    await expect(writeCatalogue({ db: jobs }, recado)).rejects.toMatchObject({
      ...{ code: 'plans.versionTaken', params: { versions: 'family 1' } },
    });
    const both = { ...changed('agency'), plans: [...changed('agency').plans] };
    await expect(writeCatalogue({ db: jobs }, both)).rejects.toMatchObject({ code: 'plans.versionTaken' });
    expect([await contactsOf('family'), await contactsOf('agency')]).toEqual([7, 25_000]);
    const family = changed('family').plans.find((each) => each.plan === 'family') as (typeof recado.plans)[number];
    const second = { ...family, version: 2, limits: { ...family.limits, contacts: 9 } };
    expect(
      await writeCatalogue({ db: jobs }, { ...changed('family'), plans: [...changed('family').plans, second] }),
    ).toEqual({ written: 1 });
    const offered = (await loadOffer({ db: web })).plans.find((each) => each.plan === 'family');
    expect([offered?.version, offered?.limits.contacts]).toEqual([2, 9]);
    const [mine] = await db.admin`select plan_version from app.account where id = ${workspace.accountId}`;
    expect(mine?.plan_version).toBe(1);
    await put(workspace, 'trial');
    await writeCatalogue({ db: jobs }, recado);
  });

  test('is written by the role of jobs alone, and puts somebody new on its first plan', async () => {
    await expect(web`select guard.write_catalogue('recado', '[]', 'trial', 1, null)`).rejects.toMatchObject({
      code: '42501',
    });
    await writeCatalogue({ db: jobs }, presetOf('whahook'));
    await db.admin`insert into guard.pending_signup (email, email_key, name, business, slug, industry, locale, time_zone, password_hash, terms_version, code_hash, expires_at)
      values ('new@plans.example', 'new@plans.example', 'Ana', 'New', 'new-plans', 'other', 'es', 'Europe/Madrid', 'x', '1', sha256('1'), now() + interval '1 hour')`;
    await db.admin`select guard.found_company(s, sha256('2'), sha256('3'), interval '1 hour', null) from guard.pending_signup s where s.email_key = 'new@plans.example'`;
    const [on] =
      await db.admin`select a.plan, a.plan_version from app.account a join app.workspace w on w.account_id = a.id where w.slug = 'new-plans'`;
    expect(on).toEqual({ plan: 'whahook_trial', plan_version: 1 });
    await writeCatalogue({ db: jobs }, recado);
  });
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
