// What is left to whoever has a copy of what a browser holds, and to two who share one password.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knowDevice, makePerson, makeWorkspace, openTestSession, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { loginsOn } from '../src/logins.ts';
import { digestOf, labelledPass } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

const { passwordAttempt, needsOf, lastStep, mailsTo, giveTotp, givePasskey, refusal } = loginsOn(() => db);

describe('who has a copy of all that a browser holds', () => {
  const settle = async (pass: Buffer) =>
    (await db.web`select guard.settle_refusal(${pass}, true, 'desktop', null, '\\x01') verdict`)[0]?.verdict;

  test('finds the browser’s secret worth nothing once the copy was noticed, and the owner’s next one is another', async () => {
    const person = await makePerson(db.admin);
    const device = randomUUID();
    const own = await openTestSession(db.web, person.id, { device });
    await db.admin`update guard.device set trust_slot = 1, trusted_until = now() + interval '30 days' where person_id = ${person.id}`;
    await giveTotp(person);
    expect(await needsOf(await passwordAttempt(person, device))).toEqual([]);
    await db.admin`update guard.session set gen = 2, former_proof = proof, proof = ${digestOf('next')}, gen_used_at = now() - interval '31 seconds' where id = ${own.sessionId}`;
    expect(await settle(own.pass)).toBe('reuse');
    expect(await needsOf(await passwordAttempt(person, device))).toEqual(expect.arrayContaining(['totp', 'recovery']));
    // the owner proves themselves in the same browser: it gets another secret, and the copy of the former one stays unknown
    const attempt = await passwordAttempt(person, device);
    await db.admin`update guard.login_attempt set amr = amr || '{totp}' where secret_hash = ${attempt.secret}`;
    const sessionId = randomUUID();
    const made = labelledPass(sessionId, sessionId);
    const [opened] = await db.web`
      select * from guard.init_session(${attempt.secret}, ${sessionId}, 'k1', ${digestOf('salt')}, ${made.proof}, ${attempt.deviceHash}, 'Firefox', 'Linux', 'desktop',
        null, '45 minutes', '30 days', null, null, null, ${digestOf('another secret')})`;
    expect(opened).toMatchObject({ device_renewed: true, device_known: false });
    const [kept] =
      await db.admin`select s.device_hash, d.secret_hash from guard.session s join guard.device d on d.id = s.device_id where s.id = ${sessionId}`;
    expect(kept).toEqual({ device_hash: digestOf('another secret'), secret_hash: digestOf('another secret') });
    await db.admin`delete from guard.totp where person_id = ${person.id}`;
    expect(await needsOf(await passwordAttempt(person, device))).toEqual(['email']);
    expect(await needsOf(await passwordAttempt(person, 'another secret'))).toEqual([]);
  });

  test('ends the session by a token that a fresh proof has replaced, half a minute later, and nothing before', async () => {
    const person = await makePerson(db.admin);
    const own = await openTestSession(db.web, person.id);
    await givePasskey(person);
    const [row] =
      await db.web`select guard.step_up(${own.pass}, null, 'passkey', null, '{}', 1, 'k1', ${digestOf('next')}, '\\x01') became`;
    expect(row?.became).toBe('done');
    expect(await settle(own.pass)).toBe('none');
    await db.admin`update guard.session set rotated_at = rotated_at - interval '31 seconds' where id = ${own.sessionId}`;
    expect(await settle(own.pass)).toBe('reuse');
    expect((await db.admin`select end_reason from guard.session where id = ${own.sessionId}`)[0]?.end_reason).toBe(
      'reuse',
    );
  });

  test('and was shut out learns where its owner came from for a day, from the same browser only, and not where they go', async () => {
    const workspace = await makeWorkspace(db.admin);
    const person = workspace.owner;
    const [thief, owner] = [await openTestSession(db.web, person.id), await openTestSession(db.web, person.id)];
    const heard = async (pass: Buffer) =>
      await db.web`select * from guard.enter(${pass}, null, ${workspace.id})`.then(
        () => null,
        (error) => JSON.parse(error.detail),
      );
    await db.admin`update guard.session_event set place = 'ES Madrid' where session_id = ${owner.sessionId} and kind = 'init'`;
    await db.admin`update guard.session set place = 'ES Sevilla' where id = ${owner.sessionId}`;
    expect(await heard(thief.pass)).toMatchObject({
      reason: 'displaced',
      by: { browser: 'Firefox', place: 'ES Madrid' },
    });
    const elsewhere = labelledPass(thief.sessionId, thief.sessionId, { device: 'another machine' });
    expect(await heard(elsewhere.pass)).toEqual({ reason: 'none' });
    await db.admin`update guard.session set ended_at = ended_at - interval '25 hours' where id = ${thief.sessionId}`;
    expect((await heard(thief.pass)).by).toBeUndefined();
  });

  test('and holds a session in another’s name loses that too when their own person’s sessions end', async () => {
    const [staff, other] = [await makePerson(db.admin), await makePerson(db.admin)];
    const own = await openTestSession(db.web, staff.id);
    for (const end of [
      () => db.web`select guard.report_not_me(${own.pass}, null, '\\x01')`,
      () => db.admin`select guard.set_password(${staff.id}, 'a hash', null, '\\x01')`,
      () => db.admin`select guard.end_sessions_of(${staff.email})`,
      () => db.admin`select guard.set_disabled(${staff.id}, true)`,
    ]) {
      const held = await openTestSession(db.admin, other.id, { kind: 'impersonation' });
      await db.admin`update guard.session set actor_id = ${staff.id} where id = ${held.sessionId}`;
      await end();
      const [row] = await db.admin`select ended_at is not null is_over from guard.session where id = ${held.sessionId}`;
      expect(row?.is_over).toBe(true);
    }
  });
});

describe('a card that was left open', () => {
  test('says "it was not me" for the one it was shown to, and not for whoever came in there since', async () => {
    const [former, present] = [await makePerson(db.admin), await makePerson(db.admin)];
    const { pass, sessionId } = await openTestSession(db.web, present.id);
    await givePasskey(present);
    expect(await refusal(db.web`select guard.report_not_me(${pass}, ${former.id}, '\\x01')`)).toBe('RG003');
    const [left] =
      await db.admin`select ended_at, (select count(*)::int from guard.passkey where person_id = ${present.id}) keys
      from guard.session where id = ${sessionId}`;
    expect(left).toEqual({ ended_at: null, keys: 1 });
    expect(await refusal(db.web`select guard.report_not_me(${pass}, ${present.id}, '\\x01')`)).toBe('done');
  });
});

describe('two who have the password, each in a browser that is known', () => {
  /** Comes in by the password in a browser; the code of the mailbox is not at hand. */
  const comeIn = async (person: TestPerson, device: string) => {
    const attempt = await passwordAttempt(person, device);
    const needs = await needsOf(attempt);
    return needs.length > 0 ? needs : await lastStep(attempt);
  };

  test('displace each other three times, then need more than a password, and after six times the one who is in stays', async () => {
    const person = await makePerson(db.admin);
    const [one, other] = [randomUUID(), randomUUID()];
    await knowDevice(db.admin, person.id, one, other);
    const came: unknown[] = [];
    for (const device of [one, other, one, other]) came.push(await comeIn(person, device));
    expect(came).toEqual(['in', 'in', 'in', 'in']);
    expect(await comeIn(person, one)).toEqual(['email']);
    const fresh = async () =>
      (
        await db.admin`select stepup_at is not null fresh from guard.session where person_id = ${person.id} order by seq`
      ).map((row) => row.fresh);
    // the third who threw somebody out must prove themselves again for what is delicate
    expect((await fresh()).at(-1)).toBe(false);
    const withCode = async (device: string) => {
      const attempt = await passwordAttempt(person, device);
      await db.admin`update guard.login_attempt set amr = amr || '{email}' where secret_hash = ${attempt.secret}`;
      return await lastStep(attempt);
    };
    expect([await withCode(one), await withCode(other), await withCode(one)]).toEqual(['in', 'in', 'in']);
    expect(await withCode(other)).toBe('RG013');
    const [live] =
      await db.admin`select count(*)::int live from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(live?.live).toBe(1);
    // a quarter of an hour later all is as before
    await db.admin`update guard.session set ended_at = ended_at - interval '15 minutes' where person_id = ${person.id} and ended_at is not null`;
    expect(await comeIn(person, other)).toBe('in');
  });

  test('are told by mail once, and waits nobody who ends everything first', async () => {
    const person = await makePerson(db.admin);
    const [one, other] = [randomUUID(), randomUUID()];
    await knowDevice(db.admin, person.id, one, other);
    const told = async (device: string) => {
      const attempt = await passwordAttempt(person, device);
      await db.admin`update guard.login_attempt set amr = amr || '{email}' where secret_hash = ${attempt.secret}`;
      const sessionId = randomUUID();
      const made = labelledPass(sessionId, sessionId, { device });
      await db.web`select 1 from guard.init_session(${attempt.secret}, ${sessionId}, 'k1', ${digestOf('salt')}, ${made.proof}, ${attempt.deviceHash}, 'Firefox',
        'Linux', 'desktop', null, '45 minutes', '30 days', null, '\\x01')`;
      return made.pass;
    };
    const passes: Buffer[] = [];
    for (let n = 0; n < 7; n += 1) passes.push(await told(n % 2 === 0 ? one : other));
    expect(await mailsTo(person.email, 'session-quarrel')).toBe(1);
    await expect(told(other)).rejects.toMatchObject({ code: 'RG013' });
    // the one who was thrown out last says that it was not them
    expect(await refusal(db.web`select guard.report_not_me(${passes[5] as Buffer}, ${person.id}, '\\x01')`)).toBe(
      'done',
    );
    await told(other);
  });

  test('at once, over twelve connections, neither lose the limit nor pass the cap', async () => {
    const person = await makePerson(db.admin);
    const attempts = await Promise.all(
      Array.from({ length: 12 }, async () => {
        const attempt = await passwordAttempt(person);
        await db.admin`update guard.login_attempt set amr = amr || '{email}' where secret_hash = ${attempt.secret}`;
        return attempt;
      }),
    );
    const came = await Promise.all(attempts.map(lastStep));
    expect(came.filter((each) => each === 'in')).toHaveLength(7);
    expect(came.filter((each) => each === 'RG013')).toHaveLength(5);
    const [live] =
      await db.admin`select count(*)::int live from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(live?.live).toBe(1);
  });
});
