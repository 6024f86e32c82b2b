import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addMember,
  knowDevice,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestPerson,
} from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { digestOf } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

type Session = { pass: Buffer; sessionId: string };
const freshEmail = () => `${randomUUID()}@new.test`;
async function arrive(sessionLimit = 1): Promise<{ person: TestPerson; session: Session }> {
  const person = await makePerson(db.admin, { sessionLimit });
  return { person, session: await openTestSession(db.web, person.id) };
}
const start = async ({ pass }: Session, email: string, code = '123456', place = email) =>
  (
    await db.web`select guard.start_email(${pass}, null, ${email}, ${email.toLowerCase()}, ${digestOf(`place ${place}`)}, ${digestOf(code)},
      '30 minutes', '\\x01', '\\x02') outcome`
  )[0]?.outcome as string;
const confirm = async ({ pass }: Session, code = '123456', undo = randomUUID()) => {
  const [row] =
    await db.web`select * from guard.confirm_email(${pass}, null, ${digestOf(code)}, ${digestOf(undo)}, '7 days', '\\x03')`;
  return row?.outcome === 'wrong' ? ['wrong', row.tries_left] : row?.outcome;
};
const undo = async (secret: string) =>
  (
    await db.web`select guard.undo_email(${digestOf(secret)}, ${digestOf(randomUUID())}, '30 minutes', '\\x04', '\\x05') outcome`
  )[0]?.outcome as string;
const personOf = async (id: string) => (await db.admin`select * from guard.person where id = ${id}`)[0];
const mailsTo = async (email: string) =>
  (await db.admin`select template from guard.outgoing_mail where recipient = ${email} order by id`).map(
    (row) => row.template as string,
  );
const endOf = async ({ sessionId }: Session) =>
  (await db.admin`select end_reason from guard.session where id = ${sessionId}`)[0]?.end_reason as string | null;

/** An account whose address somebody changed, with the secret that went to its former address. */
async function changed() {
  const owner = await arrive(3);
  const [email, secret] = [freshEmail(), randomUUID()];
  await start(owner.session, email);
  await confirm(owner.session, '123456', secret);
  return { ...owner, email, secret };
}

describe('another address', () => {
  test('is the account’s only once its code is typed: other sessions end, companies learn it, the former one is told', async () => {
    const { person, session } = await arrive(3);
    const other = await openTestSession(db.web, person.id);
    const workspace = await makeWorkspace(db.admin);
    await addMember(db.admin, workspace.id, person, 'agent');
    const email = `Ana.${freshEmail()}`;
    expect(await start(session, email)).toBe('sent');
    expect([(await personOf(person.id))?.email, await mailsTo(email)]).toEqual([person.email, ['email-code']]);
    expect(await confirm(session, '000000')).toEqual(['wrong', 4]);
    expect(await confirm(session)).toBe('done');
    expect(await personOf(person.id)).toMatchObject({ email, email_key: email.toLowerCase() });
    expect([await endOf(session), await endOf(other)]).toEqual([null, 'email']);
    expect(await mailsTo(person.email)).toEqual(['email-changed']);
    const [member] = await db.admin`select email from app.member where person_id = ${person.id}`;
    expect(member?.email).toBe(email);
    const [event] =
      await db.admin`select kind from guard.session_event where person_id = ${person.id} and kind like 'email%'`;
    expect(event?.kind).toBe('email_changed');
    expect(await start(session, email)).toBe('same');
  });

  test('is asked for after a fresh proof only, and proved in the session that asked, for half an hour', async () => {
    const { person, session } = await arrive(3);
    const other = await openTestSession(db.web, person.id);
    const email = freshEmail();
    await db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${person.id}`;
    await expect(start(session, email)).rejects.toMatchObject({ code: 'RG008' });
    await db.admin`update guard.session set stepup_at = now() where person_id = ${person.id}`;
    await start(session, email);
    expect(await confirm(other)).toBe('gone');
    await db.admin`update guard.own_code set expires_at = now() where person_id = ${person.id}`;
    expect(await confirm(session)).toBe('gone');
    expect((await personOf(person.id))?.email).toBe(person.email);
  });

  test('that somebody has is answered alike, and that somebody is told; no code opens it, not even the right one', async () => {
    const taken = await makePerson(db.admin);
    const { person, session } = await arrive();
    expect(await start(session, taken.email)).toBe('sent');
    expect(await mailsTo(taken.email)).toEqual(['email-taken']);
    const free = await arrive();
    const email = freshEmail();
    await start(free.session, email);
    await db.admin`insert into guard.person (email, email_key, name) values (${email}, ${email}, 'Quicker')`;
    for (const { session: each } of [{ session }, free])
      for (const left of [4, 3, 2, 1, 0]) expect(await confirm(each)).toEqual(['wrong', left]);
    expect([await confirm(session), await confirm(free.session)]).toEqual(['gone', 'gone']);
    expect((await personOf(person.id))?.email).toBe(person.email);
  });

  test('goes to one of two who prove it at the same moment, every time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const email = freshEmail();
      const two = [await arrive(), await arrive()];
      for (const { session } of two) await start(session, email, '123456', randomUUID());
      const outcomes = await Promise.all(two.map(({ session }) => confirm(session)));
      expect(outcomes.filter((each) => each === 'done')).toHaveLength(1);
      expect(await db.admin`select 1 from guard.person where email_key = ${email}`).toHaveLength(1);
    }
  });

  test('is confirmed once when its code comes twice at the same moment, and guessed at five times in all', async () => {
    const { person, session } = await arrive();
    await start(session, freshEmail());
    const outcomes = await Promise.all([confirm(session), confirm(session)]);
    expect(outcomes.map(String).sort()).toEqual(['done', 'gone']);
    expect(await db.admin`select 1 from guard.email_undo where person_id = ${person.id}`).toHaveLength(1);
    const { session: guessed } = await arrive();
    await start(guessed, freshEmail(), '111111');
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, n) => confirm(guessed, String(200_000 + n))));
    expect(guesses.filter((each) => each !== 'gone')).toHaveLength(5);
    expect(await confirm(guessed, '111111')).toBe('gone');
  });

  test('is written to at most every 30 seconds and five times an hour, whoever asks', async () => {
    const email = freshEmail();
    for (let n = 0; n < 5; n += 1) expect(await start((await arrive()).session, email)).toBe('sent');
    const { session } = await arrive();
    expect(await start(session, email)).toBe('limit');
    expect(await start(session, freshEmail())).toBe('sent');
    expect(await start(session, freshEmail())).toBe('wait');
  });

  test('makes links to a new password that went to the former one worth nothing', async () => {
    const { person, session } = await arrive();
    const link = digestOf(randomUUID());
    await db.web`select guard.begin_reset(${person.email}, ${link}, '30 minutes', '\\x01')`;
    await start(session, freshEmail());
    await confirm(session);
    expect(await db.web`select * from guard.read_reset(${link})`).toHaveLength(0);
  });
});

describe('an objection from the former address', () => {
  test('gives the account back: everybody is out, and a link to a new password goes to that address', async () => {
    const { person, session, email, secret } = await changed();
    await db.admin`update guard.person set password_hash = 'a hash' where id = ${person.id}`;
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    expect(await undo(secret)).toBe('done');
    expect(await personOf(person.id)).toMatchObject({
      email: person.email,
      email_key: person.email,
      password_hash: null,
    });
    expect(await endOf(session)).toBe('email');
    expect(await mailsTo(person.email)).toEqual(['email-changed', 'password-reset']);
    expect(await mailsTo(email)).toEqual(['email-code', 'email-restored']);
    const [known] =
      await db.admin`select count(*)::int n from guard.device where person_id = ${person.id} and revoked_at is null`;
    expect(known?.n).toBe(0);
    const [link] =
      await db.admin`select l.auth_epoch = a.auth_epoch works from guard.reset_link l join guard.account a using (person_id) where person_id = ${person.id}`;
    expect(link?.works).toBe(true);
  });

  test('works once, for a week, also when it is pressed twice at the same moment', async () => {
    const { secret } = await changed();
    expect((await Promise.all([undo(secret), undo(secret)])).sort()).toEqual(['done', 'gone']);
    const late = await changed();
    await db.admin`update guard.email_undo set expires_at = now() where person_id = ${late.person.id}`;
    expect(await undo(late.secret)).toBe('gone');
    expect(await undo(randomUUID())).toBe('gone');
  });

  test('takes away what was put up to come back with, since then or just before, and every phone; a factor from long before stays', async () => {
    const { person, secret } = await changed();
    const addTotp = (id: string, at: string) =>
      db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${id}, '\\x01', now() + ${at}::interval)`;
    const setPhone = (id: string, phone: string, at: string) =>
      db.admin`update guard.person set phone = ${phone}, phone_verified_at = now() + ${at}::interval where id = ${id}`;
    await addTotp(person.id, '1 second');
    await setPhone(person.id, '+34611000001', '1 second');
    const first = await changed();
    await addTotp(first.person.id, '-5 minutes');
    await setPhone(first.person.id, '+34611000003', '-5 minutes');
    const before = await changed();
    await addTotp(before.person.id, '-2 days');
    await setPhone(before.person.id, '+34611000002', '-2 days');
    for (const each of [secret, first.secret, before.secret]) expect(await undo(each)).toBe('done');
    const kept =
      await db.admin`select p.id, p.phone, t.person_id is not null has_totp from guard.person p left join guard.totp t on t.person_id = p.id
      where p.id in (${person.id}, ${first.person.id}, ${before.person.id}) order by p.id`;
    expect(kept).toEqual([
      { id: person.id, phone: null, has_totp: false },
      { id: first.person.id, phone: null, has_totp: false },
      { id: before.person.id, phone: null, has_totp: true },
    ]);
  });

  test('reaches over later changes, and theirs cannot take the account away again', async () => {
    const { person, session, email, secret } = await changed();
    const later = randomUUID();
    await db.admin`update guard.own_code set sent_at = sent_at - interval '31 seconds'`;
    await start(session, freshEmail());
    expect(await confirm(session, '123456', later)).toBe('done');
    expect(await mailsTo(email)).toContain('email-changed');
    expect(await undo(secret)).toBe('done');
    expect((await personOf(person.id))?.email).toBe(person.email);
    expect(await undo(later)).toBe('gone');
  });

  test('comes too late once somebody opened an account of their own with that address', async () => {
    const { person, email, secret } = await changed();
    await db.admin`insert into guard.person (email, email_key, name) values (${person.email}, ${person.email}, 'Again')`;
    expect(await undo(secret)).toBe('gone');
    expect((await personOf(person.id))?.email).toBe(email);
  });
});
