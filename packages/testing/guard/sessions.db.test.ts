import { refusalOf, type SessionRefusal } from '@recado/db';
import postgres from 'postgres';
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
import { strangePass } from '../src/passes.ts';
import { raceLogins } from '../src/soak/guard.ts';

let db: TestDatabase;
let workspace: TestWorkspace;
beforeAll(async () => {
  db = await createDatabase();
  workspace = await makeWorkspace(db.admin);
});
afterAll(async () => {
  await db.drop();
});

/** Why a session may not enter; null when it may. */
async function refusalOfSession(session: TestSession, workspaceId = workspace.id, personId: string | null = null) {
  return await db.web`select 1 from guard.enter(${session.pass}, ${personId}, ${workspaceId})`.then(
    () => null,
    (error) => refusalOf(error) ?? error,
  );
}
const detail = (refusal: Awaited<ReturnType<typeof refusalOfSession>>): SessionRefusal =>
  (refusal as { detail: SessionRefusal }).detail;

/** A person with a workspace of their own. */
async function newcomer(sessionLimit = 1) {
  const person = await makePerson(db.admin, { sessionLimit });
  return { person, workspace: await makeWorkspace(db.admin, { owner: person }) };
}

describe('200 logins of one person at once', () => {
  test.each([1, 3])(
    'with a limit of %i leave as many as are allowed, the last among them',
    async (limit) => {
      const seed = 7;
      // hundreds of logins of one person at once are asked to keep cool anywhere else
      const web = postgres(db.hastyUrl, { max: 25, onnotice: () => {} });
      try {
        const result = await raceLogins({ owner: db.admin, web, limit, rounds: 5, logins: 200, seed });
        expect({ seed, violations: result.violations, logins: result.logins }).toEqual({
          seed,
          violations: [],
          logins: 1000,
        });
      } finally {
        await web.end({ timeout: 1 });
      }
    },
    60_000,
  );
});

test('the loser is refused on the very next call and learns who won', async () => {
  const { person, workspace } = await newcomer();
  const first = await openTestSession(db.web, person.id, { browser: 'Firefox', system: 'Windows' });
  expect(await refusalOfSession(first, workspace.id)).toBeNull();
  const second = await openTestSession(db.web, person.id, { browser: 'Chrome', system: 'Android' });
  expect(await refusalOfSession(second, workspace.id)).toBeNull();
  const refusal = await refusalOfSession(first, workspace.id);
  expect(detail(refusal)).toMatchObject({
    reason: 'displaced',
    by: { browser: 'Chrome', system: 'Android', deviceType: 'desktop' },
  });
  expect(detail(refusal).secondsAgo).toBeLessThan(5);
});

test('with three places the fourth login displaces the oldest only', async () => {
  const { person, workspace } = await newcomer(3);
  const sessions: TestSession[] = [];
  for (let n = 0; n < 4; n += 1) sessions.push(await openTestSession(db.web, person.id));
  const reasons = await Promise.all(sessions.map((each) => refusalOfSession(each, workspace.id)));
  expect(reasons.map((each) => each && detail(each).reason)).toEqual(['displaced', null, null, null]);
});

test('a session without input ends when its idle time is over', async () => {
  const { person, workspace } = await newcomer();
  const session = await openTestSession(db.web, person.id, { idle: '0 seconds' });
  expect(detail(await refusalOfSession(session, workspace.id)).reason).toBe('idle');
});

test('a session ends when its longest life is over, however active', async () => {
  const { person, workspace } = await newcomer();
  const session = await openTestSession(db.web, person.id, { absolute: '0 seconds' });
  expect(detail(await refusalOfSession(session, workspace.id)).reason).toBe('absolute');
});

test('a session that was logged out is refused with that reason', async () => {
  const { person, workspace } = await newcomer();
  const session = await openTestSession(db.web, person.id);
  await db.web`select guard.end_session(${session.pass}, 'logout')`;
  expect(detail(await refusalOfSession(session, workspace.id)).reason).toBe('logout');
});

test('a token that nobody ever got tells nothing', async () => {
  const session = { pass: strangePass(), sessionId: '' };
  expect(await refusalOfSession(session)).toEqual({ kind: 'session', detail: { reason: 'none' } });
});

test("a page of one person is refused with another person's session in the same browser", async () => {
  const { person, workspace } = await newcomer();
  const other = await newcomer();
  const session = await openTestSession(db.web, person.id);
  expect(await refusalOfSession(session, workspace.id, other.person.id)).toEqual({ kind: 'person' });
});

test('logging in with a browser that held a session replaces it, even of another person', async () => {
  const { person, workspace } = await newcomer();
  const other = await newcomer();
  const former = await openTestSession(db.web, person.id);
  await openTestSession(db.web, other.person.id, { former: former.pass });
  const refusal = detail(await refusalOfSession(former, workspace.id));
  expect(refusal.reason).toBe('replaced');
  // who came after is another person's affair
  expect(refusal.by).toBeUndefined();
});

test('a person enters no workspace that they do not belong to, and none that blocked them', async () => {
  const { person, workspace: own } = await newcomer();
  const session = await openTestSession(db.web, person.id);
  expect(await refusalOfSession(session)).toEqual({ kind: 'workspace' });
  expect(await refusalOfSession(session, '00000000-0000-4000-8000-000000000000')).toEqual({ kind: 'workspace' });
  await db.admin`update app.member set blocked_at = now() where workspace_id = ${own.id} and person_id = ${person.id}`;
  expect(await refusalOfSession(session, own.id)).toEqual({ kind: 'workspace' });
});

test('a role taken away counts on the next call', async () => {
  const { person } = await newcomer();
  await addMember(db.admin, workspace.id, person, 'agent');
  const session = await openTestSession(db.web, person.id);
  const write = () =>
    db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${session.pass}, null, ${workspace.id})`;
      return await tx`insert into app.contact (workspace_id, name) values (${workspace.id}, 'New') returning id`;
    });
  expect(await write()).toHaveLength(1);
  await db.admin`update app.member set role = 'viewer' where workspace_id = ${workspace.id} and person_id = ${person.id}`;
  await expect(write()).rejects.toMatchObject({ code: '42501' });
});

test('a disabled person opens no session', async () => {
  const { person } = await newcomer();
  await db.admin`select guard.set_disabled(${person.id}, true)`;
  await expect(openTestSession(db.web, person.id)).rejects.toMatchObject({ code: 'RG005' });
});

test('only real input prolongs a session: heartbeats without it do not', async () => {
  const { person } = await newcomer();
  const session = await openTestSession(db.web, person.id);
  await db.admin`update guard.session set last_seen_at = now() - interval '30 minutes', last_input_at = now() - interval '30 minutes', idle_expires_at = now() + interval '15 minutes' where id = ${session.sessionId}`;
  const left = async (idleForMs: number) =>
    Number(
      (
        await db.web`select guard.renew_activity(${session.pass}, null, ${`${idleForMs} milliseconds`}, '45 minutes') ms`
      )[0]?.ms,
    );
  expect(await left(30 * 60_000)).toBeLessThanOrEqual(15 * 60_000 + 1000);
  expect(await left(0)).toBeGreaterThan(44 * 60_000);
  // a clock that runs ahead in the browser buys nothing
  expect(await left(-3_600_000)).toBeLessThanOrEqual(45 * 60_000);
});

test('whoever listens is told which sessions went dark', async () => {
  const { person } = await newcomer();
  const heard: string[] = [];
  const listener = postgres(db.webUrl, { max: 1, onnotice: () => {} });
  try {
    await listener.listen('recado_session', (payload) => heard.push(payload));
    const first = await openTestSession(db.web, person.id);
    await openTestSession(db.web, person.id);
    await expect.poll(() => heard.join(), { timeout: 3000 }).toContain(first.sessionId);
  } finally {
    await listener.end({ timeout: 1 });
  }
});

describe('who may call which door', () => {
  test.each(['worker', 'jobs'] as const)('the role of %s enters as the system, with a reason', async (role) => {
    await db[role].begin(async (tx) => {
      await tx`select guard.enter_system(${workspace.id}, 'a test')`;
      expect(await tx`select id from app.workspace`).toEqual([{ id: workspace.id }]);
    });
    await expect(db[role]`select guard.enter_system(${workspace.id}, '')`).rejects.toMatchObject({ code: '22023' });
  });

  test('the role of the web may not enter as the system', async () => {
    await expect(db.web`select guard.enter_system(${workspace.id}, 'a test')`).rejects.toMatchObject({ code: '42501' });
  });

  test.each(['web', 'worker', 'jobs'] as const)(
    'the role of %s may neither make a context nor read the key of its MAC',
    async (role) => {
      await expect(
        db[role]`select guard.set_context(${workspace.id}, 'system', 'x', 'system', '')`,
      ).rejects.toMatchObject({
        code: '42501',
      });
      await expect(db[role]`select guard.mac('x')`).rejects.toMatchObject({ code: '42501' });
      await expect(db[role]`select guard.context()`).rejects.toMatchObject({ code: '42501' });
      await expect(db[role]`select * from guard.secret`).rejects.toMatchObject({ code: '42501' });
    },
  );

  test.each(['worker', 'jobs'] as const)('the role of %s opens no session', async (role) => {
    const refused = openTestSession(db[role], workspace.owner.id);
    await expect(refused).rejects.toMatchObject({ code: '42501' });
  });
});
