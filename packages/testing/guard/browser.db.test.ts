import { getViewer, noteCard, noteSeen } from '@recado/core/identity';
import { assignFlag } from '@recado/core/plans';
import { connect, type Database, enter } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePerson, makeWorkspace, openTestSession, type TestSession } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { strangePass } from '../src/passes.ts';
import { plansOf } from '../src/tenancy/call-plans.ts';

let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'browser', max: 8 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

async function newcomer() {
  const person = await makePerson(db.admin);
  const workspace = await makeWorkspace(db.admin, { owner: person });
  return { person, workspace, session: await openTestSession(db.web, person.id) };
}
const rowOf = async ({ sessionId }: TestSession) =>
  (
    await db.admin`select last_input_at, last_seen_at, idle_expires_at, extract(epoch from idle_expires_at - last_input_at) / 60 idle
     from guard.session where id = ${sessionId}`
  )[0];
const pulse = async ({ pass }: TestSession) => Number((await db.web`select guard.pulse(${pass}, null) ms`)[0]?.ms);

describe('the pulse of a session', () => {
  test('tells how long it lives and prolongs nothing', async () => {
    const { session } = await newcomer();
    await db.admin`update guard.session set last_input_at = last_input_at - interval '43 minutes', idle_expires_at = idle_expires_at - interval '43 minutes'
       where id = ${session.sessionId}`;
    const before = await rowOf(session);
    const left = await pulse(session);
    expect(left).toBeGreaterThan(110_000);
    expect(left).toBeLessThanOrEqual(120_000);
    expect(await rowOf(session)).toEqual(before);
  });

  test('costs one read, by the key of the session', async () => {
    const { session } = await newcomer();
    await pulse(session);
    const { plans } = await plansOf(
      db.adminUrl,
      'recado_web',
      [`select guard.pulse('\\x${session.pass.toString('hex')}', null)`],
      { seqScans: false },
    );
    const reads = plans.filter((plan) => /Scan/.test(plan));
    expect(reads).toHaveLength(1);
    expect(reads[0]).toMatch(/Index Scan using session_pkey on session/);
  });
});

describe('how long a session waits for its person', () => {
  const experiment = (running: boolean) =>
    db.admin`select guard.set_experiment('idle-minutes', '{30,60}', ${running}, 'operator', 'a test')`;

  test('is 45 minutes while nothing is tried', async () => {
    const { person, session } = await newcomer();
    expect(Number((await rowOf(session))?.idle)).toBe(45);
    expect((await getViewer({ db: web }, session.pass, person.id)).session.idleMinutes).toBe(45);
  });

  test('follows the variant of the account while the experiment runs: at login, at each heartbeat, and in what the page is told', async () => {
    const before = await newcomer();
    await experiment(true);
    try {
      const seen = new Set<number>();
      for (let n = 0; n < 12; n += 1) {
        const { person, workspace, session } = await newcomer();
        const minutes = Number((await rowOf(session))?.idle);
        seen.add(minutes);
        const told = (await getViewer({ db: web }, session.pass, person.id)).session.idleMinutes;
        await db.admin`update guard.session set last_seen_at = last_seen_at - interval '5 minutes' where id = ${session.sessionId}`;
        await db.web`select guard.renew_activity(${session.pass}, null, '0 seconds', '45 minutes')`;
        const [flag] =
          await db.admin`select variant from guard.experiment_flag where account_id = ${workspace.accountId}`;
        expect([told, Number((await rowOf(session))?.idle), Number(flag?.variant)]).toEqual([
          minutes,
          minutes,
          minutes,
        ]);
      }
      expect([...seen].sort()).toEqual([30, 60]);
      // who was in before keeps what they came in with
      await db.web`select guard.renew_activity(${before.session.pass}, null, '0 seconds', '45 minutes')`;
      expect(Number((await rowOf(before.session))?.idle)).toBe(45);
    } finally {
      await experiment(false);
    }
  });

  test('stays with an account whatever the shares become, and is 45 again when the experiment stops', async () => {
    await experiment(true);
    const { person, session } = await newcomer();
    const first = Number((await rowOf(session))?.idle);
    await db.admin`select guard.set_experiment('idle-minutes', ${[first === 30 ? '60' : '30']}, true, 'operator', 'a test')`;
    expect(Number((await rowOf(await openTestSession(db.web, person.id)))?.idle)).toBe(first);
    await experiment(false);
    expect(Number((await rowOf(await openTestSession(db.web, person.id)))?.idle)).toBe(45);
  });

  test('is the variant that the verb of experiments would give', async () => {
    await experiment(true);
    try {
      for (let n = 0; n < 6; n += 1) {
        const { workspace, session } = await newcomer();
        const [flag] =
          await db.admin`delete from guard.experiment_flag where account_id = ${workspace.accountId} returning variant`;
        const chosen = await web.begin(async (tx) => {
          const actor = await enter(tx, { kind: 'session', pass: session.pass }, workspace.id);
          return await assignFlag({ tx, actor }, { name: 'idle-minutes', variants: ['30', '60'] });
        });
        expect(chosen).toBe(flag?.variant);
      }
    } finally {
      await experiment(false);
    }
  });

  test('does not refuse a login for a variant that is no number', async () => {
    const person = await makePerson(db.admin);
    const workspace = await makeWorkspace(db.admin, { owner: person });
    await experiment(true);
    try {
      await db.admin`insert into guard.experiment_flag (account_id, flag, variant) values (${workspace.accountId}, 'idle-minutes', 'long')`;
      expect(Number((await rowOf(await openTestSession(db.web, person.id)))?.idle)).toBe(45);
    } finally {
      await experiment(false);
    }
  });
});

describe('the card of a displaced session', () => {
  const cardsOf = async ({ sessionId }: TestSession) =>
    (
      await db.admin`select detail ->> 'action' action from guard.session_event where session_id = ${sessionId} and kind = 'card' order by id`
    ).map((row) => row.action);

  test('is written down once per action, also when two tabs of the browser say so at the same time', async () => {
    const { person, session } = await newcomer();
    await openTestSession(db.web, person.id);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => noteCard({ db: web }, session.pass, { action: 'view' })),
    );
    expect(answers.filter(({ isNews }) => isNews)).toHaveLength(1);
    await noteCard({ db: web }, session.pass, { action: 'take_back' });
    await noteCard({ db: web }, session.pass, { action: 'take_back' });
    expect(await cardsOf(session)).toEqual(['view', 'take_back']);
  });

  test('is nobody else’s to write: not of a session that lives, ended otherwise, ended yesterday, or never was', async () => {
    const { person, session } = await newcomer();
    const left = await openTestSession(db.web, (await makePerson(db.admin)).id);
    await db.web`select guard.end_session(${left.pass}, 'logout')`;
    const winner = await openTestSession(db.web, person.id);
    await db.admin`update guard.session set ended_at = ended_at - interval '25 hours' where id = ${session.sessionId}`;
    for (const pass of [winner.pass, left.pass, session.pass, strangePass()])
      expect(await noteCard({ db: web }, pass, { action: 'view' })).toEqual({ isNews: false });
    expect([...(await cardsOf(winner)), ...(await cardsOf(left)), ...(await cardsOf(session))]).toEqual([]);
  });

  test('takes no action that it does not have', async () => {
    const { person, session } = await newcomer();
    await openTestSession(db.web, person.id);
    await expect(noteCard({ db: web }, session.pass, { action: 'laugh' })).rejects.toMatchObject({ kind: 'INVALID' });
  });

  test('makes a funnel that the staff can read', async () => {
    const [{ start }] = (await db.admin`select clock_timestamp() start`) as unknown as [{ start: Date }];
    const { person, session } = await newcomer();
    const second = await openTestSession(db.web, person.id);
    await openTestSession(db.web, person.id);
    for (const action of ['view', 'not_me']) await noteCard({ db: web }, session.pass, { action });
    await noteCard({ db: web }, second.pass, { action: 'view' });
    const rows =
      await db.admin`select action, sessions::int from guard.card_funnel(${start}, clock_timestamp()) order by action`;
    expect(rows.map((row) => [row.action, row.sessions])).toEqual([
      ['displaced', 2],
      ['not_me', 1],
      ['view', 2],
    ]);
  });

  test('says how many sessions the plan allows', async () => {
    const { person, workspace, session } = await newcomer();
    await openTestSession(db.web, person.id);
    const refusal = await db.web`select guard.enter(${session.pass}, null, ${workspace.id})`.catch((error) => error);
    expect(JSON.parse(refusal.detail)).toMatchObject({ reason: 'displaced', limit: 1 });
  });
});

test('what was explained once stays explained, with the first answer, whatever browser comes', async () => {
  const { person, session } = await newcomer();
  expect((await getViewer({ db: web }, session.pass, person.id)).seen).toEqual([]);
  await noteSeen({ db: web }, session.pass, person.id, { notice: 'single-session', answer: 'see-team' });
  await noteSeen({ db: web }, session.pass, person.id, { notice: 'single-session', answer: 'understood' });
  const later = await openTestSession(db.web, person.id);
  expect((await getViewer({ db: web }, later.pass, person.id)).seen).toEqual(['single-session']);
  const [row] = await db.admin`select answer from guard.notice_seen where person_id = ${person.id}`;
  expect(row?.answer).toBe('see-team');
  await expect(
    noteSeen({ db: web }, session.pass, person.id, { notice: 'single-session', answer: 'understood' }),
  ).rejects.toMatchObject({
    code: 'identity.sessionEnded',
  });
});
