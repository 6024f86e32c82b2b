import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knowDevice, makePerson, openTestSession, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { digestOf } from '../src/passes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

const freshPhone = () => `+346${String(randomInt(0, 100_000_000)).padStart(8, '0')}`;
async function withPhone(): Promise<TestPerson & { phone: string }> {
  const person = { ...(await makePerson(db.admin)), phone: freshPhone() };
  await db.admin`update guard.person set phone = ${person.phone}, phone_verified_at = now() where id = ${person.id}`;
  return person;
}
async function addTotp(person: TestPerson): Promise<void> {
  await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x01', now())`;
}

type Attempt = { secret: Buffer; deviceHash: Buffer; device: string };
const fresh = (device: string = randomUUID()): Attempt => ({
  secret: digestOf(randomUUID()),
  device,
  deviceHash: digestOf(device),
});
async function beginByPhone(phone: string, device?: string): Promise<Attempt> {
  const made = fresh(device);
  await db.web`select guard.begin_phone_attempt(${phone}, ${digestOf(phone)}, ${made.secret}, ${made.deviceHash}, '10 minutes')`;
  return made;
}
async function begin(person: TestPerson, device?: string, amr = ['pwd']): Promise<Attempt> {
  const made = fresh(device);
  await db.web`select guard.begin_attempt(${person.id}, null, ${made.secret}, ${made.deviceHash}, ${amr}::text[], '10 minutes')`;
  return made;
}
const stateOf = async ({ secret, deviceHash }: Attempt) =>
  (await db.web`select guard.attempt_state(${secret}, ${deviceHash}) state`)[0]?.state as Record<string, unknown>;
const needsOf = async (attempt: Attempt) => (await stateOf(attempt)).needs;
const send = async ({ secret, deviceHash }: Attempt, code = '123456') =>
  (
    await db.web`select guard.send_attempt_text(${secret}, ${deviceHash}, ${digestOf(code)}, '10 minutes', '\\x01') outcome`
  )[0]?.outcome as string;
const prove = async ({ secret, deviceHash }: Attempt, code: string) => {
  const [row] = await db.web`select * from guard.prove_attempt_text(${secret}, ${deviceHash}, ${digestOf(code)})`;
  return [row?.outcome, row?.tries_left];
};
const last = async ({ secret, deviceHash }: Attempt): Promise<unknown> =>
  await db.web`select displaced from guard.init_session(${secret}, ${randomUUID()}, 'k1', ${digestOf('salt')}, ${digestOf('proof')}, ${deviceHash},
    'Firefox', 'Linux', 'desktop', null, '45 minutes', '30 days', null)`.then(
    ([row]) => row?.displaced,
    (error) => [error.code, error.detail && JSON.parse(error.detail).needs],
  );
const textsTo = async (phone: string) =>
  (
    await db.admin`select template from guard.outgoing_mail where recipient = ${phone} and channel = 'text' order by id`
  ).map((row) => row.template as string);
const mailsTo = async (person: TestPerson) =>
  (await db.admin`select template from guard.outgoing_mail where recipient = ${person.email} order by id`).map(
    (row) => row.template as string,
  );

describe('a login by phone', () => {
  test('opens by its code, on a new device too, and says nothing of its person before', async () => {
    const person = await withPhone();
    const attempt = await beginByPhone(person.phone);
    expect(await stateOf(attempt)).toMatchObject({ needs: ['phone'], mail: null, phone: null, hasText: false });
    expect(await last(attempt)).toEqual(['RG007', ['phone']]);
    expect(await send(attempt, '042517')).toBe('sent');
    expect(await textsTo(person.phone)).toEqual(['text-login']);
    expect(await prove(attempt, '042517')).toEqual(['proved', 5]);
    expect(await last(attempt)).toBe(0);
    const [row] =
      await db.admin`select amr, stepup_at is not null proved from guard.session where person_id = ${person.id}`;
    expect(row).toEqual({ amr: ['phone'], proved: true });
  });

  test('displaces only by its last step, and whoever has a second factor gives that too: a phone is none after itself', async () => {
    const person = await withPhone();
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    expect(await last(await begin(person, device))).toBe(0);
    await addTotp(person);
    const attempt = await beginByPhone(person.phone);
    await send(attempt);
    expect(await prove(attempt, '123456')).toEqual(['proved', 5]);
    expect(await needsOf(attempt)).toEqual(['totp']);
    expect(await send(attempt)).toBe('needless');
    expect(await last(attempt)).toEqual(['RG007', ['totp']]);
    const live = await db.admin`select id from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(live).toHaveLength(1);
  });

  test("looks the same for a number that is nobody's, and opens nothing whatever is typed", async () => {
    const person = await withPhone();
    const [known, unknown] = [await beginByPhone(person.phone), await beginByPhone(freshPhone())];
    for (const attempt of [known, unknown]) expect(await send(attempt)).toBe('sent');
    const { resendTextInMs: _one, ...one } = await stateOf(known);
    const { resendTextInMs: _other, ...other } = await stateOf(unknown);
    expect(other).toEqual(one);
    expect(await send(unknown)).toBe('wait');
    for (const left of [4, 3, 2, 1]) expect(await prove(unknown, '123456')).toEqual(['wrong', left]);
    expect(await prove(unknown, '123456')).toEqual(['dead', 0]);
    // beyond five an hour the answer stays, and nothing goes
    for (let n = 0; n < 6; n += 1) expect(await send(await beginByPhone(person.phone))).toBe('sent');
    expect(await textsTo(person.phone)).toHaveLength(5);
  });

  test('asks the mailbox for nothing: a code by mail is neither sent nor taken', async () => {
    const person = await withPhone();
    const attempt = await beginByPhone(person.phone);
    const { secret, deviceHash } = attempt;
    const [row] =
      await db.web`select guard.send_mail_login(${secret}, ${deviceHash}, ${digestOf('1')}, ${digestOf('2')}, '10 minutes', '\\x01') mail,
      guard.send_attempt_code(${secret}, ${deviceHash}, ${digestOf('1')}, '10 minutes', '\\x01') code`;
    expect(row).toEqual({ mail: 'needless', code: 'needless' });
    const [proved] = await db.web`select * from guard.prove_attempt_code(${secret}, ${deviceHash}, ${digestOf('1')})`;
    expect(proved?.outcome).toBe('wrong');
    expect(await mailsTo(person)).toEqual([]);
  });

  test('is over when the number changed hands meanwhile, and ten minutes after its code', async () => {
    const person = await withPhone();
    const attempt = await beginByPhone(person.phone);
    await send(attempt);
    await db.admin`update guard.account set auth_epoch = auth_epoch + 1 where person_id = ${person.id}`;
    await expect(prove(attempt, '123456')).rejects.toMatchObject({ code: 'RG005' });
    const late = await beginByPhone(person.phone);
    await send(late);
    await db.admin`update guard.login_attempt set expires_at = now() where secret_hash = ${late.secret}`;
    await expect(prove(late, '123456')).rejects.toMatchObject({ code: 'RG005' });
  });
});

describe('a phone after the password', () => {
  test('does on a new device what the mailbox does, and shows its end only', async () => {
    const person = await withPhone();
    const attempt = await begin(person);
    expect(await stateOf(attempt)).toMatchObject({
      needs: ['email', 'phone'],
      phone: `•••${person.phone.slice(-3)}`,
      hasText: false,
    });
    await send(attempt, '111111');
    expect(await prove(attempt, '111111')).toEqual(['proved', 5]);
    expect(await last(attempt)).toBe(0);
    expect(await needsOf(await begin(await makePerson(db.admin)))).toEqual(['email']);
  });

  test('stands in for the second factor beside it, and is never the only one', async () => {
    const person = await withPhone();
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    expect(await needsOf(await begin(person, device))).toEqual([]);
    await addTotp(person);
    const attempt = await begin(person, device);
    expect(await needsOf(attempt)).toEqual(['totp', 'phone']);
    await send(attempt);
    await prove(attempt, '123456');
    expect(await last(attempt)).toBe(0);
    // it opened the account, and is not what its settings ask for
    const [row] =
      await db.admin`select stepup_at from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(row?.stepup_at).toBeNull();
  });

  test('works once when it is typed twice at the same moment, and has five tries also when twenty come', async () => {
    const person = await withPhone();
    const attempt = await begin(person);
    await send(attempt, '111111');
    const twice = await Promise.all([prove(attempt, '111111'), prove(attempt, '111111')]);
    expect(twice.map(([outcome]) => outcome).sort()).toEqual(['proved', 'wrong']);
    const other = await begin(person);
    await send(other, '222222');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        prove(other, String(300_000 + n)).then(
          ([outcome]) => outcome,
          (error) => error.code as string,
        ),
      ),
    );
    expect(outcomes.filter((each) => each === 'wrong')).toHaveLength(4);
    expect(outcomes.filter((each) => each === 'dead')).toHaveLength(1);
  });

  test('comes at most every 30 seconds and five times an hour, which is said where the password is known', async () => {
    const person = await withPhone();
    const attempt = await begin(person);
    expect([await send(attempt), await send(attempt)]).toEqual(['sent', 'wait']);
    for (let n = 0; n < 4; n += 1) await send(await begin(person));
    expect(await send(await begin(person))).toBe('limit');
    expect(await textsTo(person.phone)).toHaveLength(5);
  });

  test('cannot be claimed', async () => {
    const person = await withPhone();
    await expect(begin(person, undefined, ['pwd', 'phone'])).rejects.toMatchObject({ code: '22023' });
    const { secret, deviceHash } = await begin(person);
    await expect(db.web`select guard.add_proof(${secret}, ${deviceHash}, 'phone')`).rejects.toMatchObject({
      code: '22023',
    });
  });
});

type Session = { pass: Buffer; sessionId: string };
const start = async ({ pass }: Session, phone: string, code = '123456', place = phone) =>
  (
    await db.web`select guard.start_phone(${pass}, null, ${phone}, ${digestOf(`place ${place}`)}, ${digestOf(code)}, '\\x01') outcome`
  )[0]?.outcome as string;
const confirm = async ({ pass }: Session, code = '123456') =>
  (await db.web`select outcome from guard.confirm_phone(${pass}, null, ${digestOf(code)}, '\\x01', '\\x02')`)[0]
    ?.outcome as string;
const phoneOf = async (person: TestPerson) =>
  (await db.admin`select phone from guard.person where id = ${person.id}`)[0]?.phone as string | null;
const letAge = (person: TestPerson, seconds = 31) =>
  db.admin`update guard.own_code set sent_at = sent_at - ${`${seconds} seconds`}::interval where person_id = ${person.id}`;
const letProofAge = (person: TestPerson) =>
  db.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${person.id}`;

describe("one's own number", () => {
  test('is added by its code: the owner is told, the other sessions end, and nothing proved before opens one', async () => {
    const person = await makePerson(db.admin, { sessionLimit: 3 });
    const [session, other] = [await openTestSession(db.web, person.id), await openTestSession(db.web, person.id)];
    const phone = freshPhone();
    const waiting = await begin(person);
    expect(await start(session, phone)).toBe('sent');
    expect([await phoneOf(person), await textsTo(phone)]).toEqual([null, ['text-phone']]);
    expect(await confirm(session, '000000')).toBe('wrong');
    expect(await confirm(other)).toBe('gone');
    expect(await confirm(session)).toBe('done');
    expect(await phoneOf(person)).toBe(phone);
    expect(await mailsTo(person)).toContain('phone-added');
    const rows = await db.admin`select id, end_reason from guard.session where person_id = ${person.id} order by seq`;
    expect(rows).toEqual([
      { id: session.sessionId, end_reason: null },
      { id: other.sessionId, end_reason: 'phone' },
    ]);
    await expect(stateOf(waiting)).rejects.toMatchObject({ code: 'RG005' });
    expect(await start(session, phone)).toBe('same');
  });

  test('is changed and removed after a fresh proof only, and each is told by mail', async () => {
    const person = await withPhone();
    const session = await openTestSession(db.web, person.id);
    const phone = freshPhone();
    await start(session, phone);
    expect(await confirm(session)).toBe('done');
    await letProofAge(person);
    await expect(start(session, freshPhone())).rejects.toMatchObject({ code: 'RG008' });
    await expect(confirm(session)).rejects.toMatchObject({ code: 'RG008' });
    await expect(db.web`select guard.remove_phone(${session.pass}, null, '\\x01')`).rejects.toMatchObject({
      code: 'RG008',
    });
    expect(await phoneOf(person)).toBe(phone);
    await db.admin`update guard.session set stepup_at = now() where id = ${session.sessionId}`;
    const remove = async () =>
      (await db.web`select guard.remove_phone(${session.pass}, null, '\\x01') done`)[0]?.done as boolean;
    expect([await remove(), await remove()]).toEqual([true, false]);
    expect([await phoneOf(person), await mailsTo(person)]).toEqual([null, ['phone-changed', 'phone-removed']]);
    const kinds =
      await db.admin`select kind from guard.session_event where person_id = ${person.id} and kind like 'phone%' order by id`;
    expect(kinds.map((row) => row.kind)).toEqual(['phone_changed', 'phone_removed']);
  });

  test('goes to whoever proved it last; who had it is told by mail and can no longer be entered with it', async () => {
    const former = await withPhone();
    const waiting = await beginByPhone(former.phone);
    await send(waiting);
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    expect(await start(session, former.phone)).toBe('sent');
    expect(await confirm(session)).toBe('done');
    expect([await phoneOf(former), await phoneOf(person)]).toEqual([null, former.phone]);
    expect(await mailsTo(former)).toEqual(['phone-lost']);
    await expect(prove(waiting, '123456')).rejects.toMatchObject({ code: 'RG005' });
  });

  test('goes to one of two who prove it at the same moment, every time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const phone = freshPhone();
      const people = [await makePerson(db.admin), await makePerson(db.admin)] as const;
      const sessions = await Promise.all(people.map(({ id }) => openTestSession(db.web, id)));
      for (const session of sessions) await start(session, phone, '123456', randomUUID());
      await Promise.all(sessions.map((session) => confirm(session)));
      const holders = await db.admin`select 1 from guard.person where phone = ${phone}`;
      expect(holders).toHaveLength(1);
    }
  });

  test('changes places between two people who swap theirs at the same moment, without either waiting for the other', async () => {
    for (let round = 0; round < 3; round += 1) {
      const people = [await withPhone(), await withPhone()] as const;
      const sessions = await Promise.all(people.map(({ id }) => openTestSession(db.web, id)));
      await start(sessions[0] as Session, people[1].phone);
      await start(sessions[1] as Session, people[0].phone);
      const outcomes = await Promise.all(sessions.map((session) => confirm(session)));
      expect(outcomes).toContain('done');
      const held =
        await db.admin`select phone from guard.person where phone in (${people[0].phone}, ${people[1].phone})`;
      expect(new Set(held.map((row) => row.phone)).size).toBe(held.length);
    }
  });

  test('is confirmed once when its code comes twice at the same moment, and has five tries in all', async () => {
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    await start(session, freshPhone());
    const outcomes = await Promise.all([confirm(session), confirm(session)]);
    expect(outcomes.sort()).toEqual(['done', 'gone']);
    await letAge(person);
    const phone = freshPhone();
    await start(session, phone, '111111');
    const guesses = await Promise.all(Array.from({ length: 20 }, (_, n) => confirm(session, String(200_000 + n))));
    expect(guesses.filter((each) => each === 'wrong')).toHaveLength(5);
    expect(await confirm(session, '111111')).toBe('gone');
    await db.admin`update guard.own_code set sent_at = now() - interval '31 seconds' where person_id = ${person.id}`;
    await start(session, phone, '222222');
    expect(await confirm(session, '222222')).toBe('gone');
  });

  test('is written to at most every 30 seconds and five times an hour, whoever asks', async () => {
    const phone = freshPhone();
    for (let n = 0; n < 5; n += 1)
      expect(await start(await openTestSession(db.web, (await makePerson(db.admin)).id), phone)).toBe('sent');
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    expect(await start(session, phone)).toBe('limit');
    expect(await start(session, freshPhone())).toBe('sent');
    expect(await start(session, freshPhone())).toBe('wait');
    expect(await textsTo(phone)).toHaveLength(5);
  });

  test("is shown to its owner's sessions alone, and stays a digest until it is proved", async () => {
    const person = await withPhone();
    const session = await openTestSession(db.web, person.id);
    const phone = freshPhone();
    await start(session, phone, '987654');
    const [row] = await db.web`select guard.own_contact(${session.pass}, null) c`;
    expect(row?.c).toMatchObject({ email: person.email, phone: person.phone, pendingPhone: { to: phone } });
    const stranger = await openTestSession(db.web, (await makePerson(db.admin)).id);
    await expect(db.web`select guard.own_contact(${stranger.pass}, ${person.id})`).rejects.toMatchObject({
      code: 'RG003',
    });
    const [kept] = await db.admin`select c::text line from guard.own_code c where person_id = ${person.id}`;
    expect(kept?.line).not.toContain('987654');
  });
});

test('what is inside the ways by phone nobody may call from outside', async () => {
  for (const inner of [
    "write_text('+34600000000', 'text-login', 'es', '\\x01')",
    "end_others(null, 'phone')",
    "judge_own_code(null, 'phone', '\\x01')",
    "may_send_own(null, 'phone', '\\x01')",
    "pending_code(null, 'phone')",
    "give_address(null, 'a', 'a')",
  ])
    await expect(db.web.unsafe(`select guard.${inner}`)).rejects.toMatchObject({ code: '42501' });
});
