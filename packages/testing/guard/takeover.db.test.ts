// What somebody tries who has a part of what it takes: an address, a password, a mailbox, a browser, a colleague's rights.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { knowDevice, makePerson, makeWorkspace, openTestSession, type TestPerson } from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { loginsOn, type TestAttempt } from '../src/logins.ts';
import { digestOf, labelledPass } from '../src/passes.ts';
import { until } from '../src/product/until.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(() => db.drop());

const {
  mailAttempt,
  passwordAttempt,
  sendMail,
  typeCode,
  openLink,
  needsOf,
  lastStep,
  mailsTo,
  giveTotp,
  givePasskey,
  wrongTotp,
  refusal,
} = loginsOn(() => db);

describe('who has only an address', () => {
  test('guesses five codes a day over all logins, and the link of the mail still lets its reader in', async () => {
    const person = await makePerson(db.admin);
    const answers: string[] = [];
    for (let n = 0; n < 4; n += 1) {
      const attempt = await mailAttempt(person.email);
      await sendMail(attempt, '000001');
      for (let guess = 0; guess < 2; guess += 1) answers.push(await typeCode(attempt, '999999'));
    }
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'link', 'link', 'link']);
    const own = await mailAttempt(person.email, 'the reader');
    await sendMail(own, '123456', 'the way in');
    expect(await typeCode(own, '123456')).toBe('link');
    expect(await openLink('the way in', 'the reader', 'the reader')).toBe('taken');
    expect(await lastStep({ secret: digestOf('the reader'), deviceHash: digestOf('the reader') })).toBe('in');
  });

  test('hears the same of an address that is nobody’s', async () => {
    const email = `${randomUUID()}@nobody.test`;
    const answers: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      const attempt = await mailAttempt(email);
      await sendMail(attempt, '000001');
      for (let guess = 0; guess < 2; guess += 1) answers.push(await typeCode(attempt, '999999'));
    }
    expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'link']);
  });

  test('guesses five also when all guesses come at once', async () => {
    const person = await makePerson(db.admin);
    const attempts = await Promise.all(Array.from({ length: 12 }, () => mailAttempt(person.email)));
    const answers = await Promise.all(attempts.map((each) => typeCode(each, '999999')));
    expect(answers.filter((each) => each === 'wrong')).toHaveLength(5);
  });

  test('proves nothing by a code that no mail brought', async () => {
    const person = await makePerson(db.admin);
    for (let n = 0; n < 5; n += 1) await sendMail(await mailAttempt(person.email), '000001');
    const attempt = await mailAttempt(person.email);
    expect(await sendMail(attempt, '123456', 'never mailed')).toBe('sent');
    expect(await mailsTo(person.email, 'login-mail')).toBe(5);
    expect(await typeCode(attempt, '123456')).toBe('wrong');
    expect(await openLink('never mailed', 'any', 'any')).toBe('gone');
  });

  test('uses up no code of whoever knows the password, or is in', async () => {
    const person = await makePerson(db.admin);
    for (let n = 0; n < 6; n += 1) await sendMail(await mailAttempt(person.email), '1');
    const own = await passwordAttempt(person);
    const [sent] =
      await db.web`select guard.send_attempt_code(${own.secret}, ${own.deviceHash}, ${digestOf('x')}, '10 minutes', '\\x01') became`;
    const session = await openTestSession(db.web, person.id);
    const [inside] = await db.web`select guard.send_own_code(${session.pass}, null, ${digestOf('x')}, '\\x01') became`;
    expect([sent?.became, inside?.became]).toEqual(['sent', 'sent']);
  });
});

test('who signs up with a mailbox that is not theirs guesses twenty codes a day over all sign-ups, and fills it by five mails an hour', async () => {
  const email = `${randomUUID()}@taller.test`;
  const begin = async () =>
    (
      await db.web`select guard.begin_signup(${email}, ${email}, 'Ana', 'Taller', 'taller', 'other', 'es', 'Europe/Madrid', 'h', '1', ${digestOf('code')},
        '10 minutes', '\\x01', '\\x02') id`
    )[0]?.id as string;
  const guess = async (id: string) =>
    (
      await db.web`select outcome from guard.verify_signup(${id}, ${digestOf('guess')}, ${digestOf('s')}, ${digestOf('d')}, '10 minutes')`
    )[0]?.outcome;
  const answers: string[] = [];
  const ids: string[] = [];
  for (let n = 0; n < 6; n += 1) {
    ids.push(await begin());
    for (let each = 0; each < 4; each += 1) answers.push(await guess(ids[n] as string));
  }
  expect(answers.filter((each) => each === 'wrong')).toHaveLength(20);
  expect(answers.slice(20)).toEqual(Array(4).fill('exhausted'));
  await db.admin`update guard.pending_signup set sent_at = sent_at - interval '31 seconds' where email = ${email}`;
  const resent = await Promise.all(
    ids.map(
      async (id) =>
        (await db.web`select guard.resend_signup(${id}, ${digestOf('next')}, '10 minutes', '\\x01', '\\x02') became`)[0]
          ?.became,
    ),
  );
  expect(resent.filter((each) => each === 'sent')).toHaveLength(5);
  await db.admin`update guard.pending_signup set sent_at = sent_at - interval '31 seconds', expires_at = now() where email = ${email}`;
  expect(
    (
      await db.web`select guard.resend_signup(${ids[5] as string}, ${digestOf('next')}, '10 minutes', '\\x01', '\\x02') became`
    )[0]?.became,
  ).toBe('gone');
});

describe('who has only a phone number', () => {
  test('uses up no text of whoever has proved something already', async () => {
    const person = await makePerson(db.admin);
    const phone = await phoneOf(person);
    for (let n = 0; n < 6; n += 1) await sendText(await phoneAttempt(phone), '1');
    expect(await sendText(await passwordAttempt(person), '1')).toBe('sent');
  });

  const phoneOf = async (person: TestPerson) => {
    const phone = `+346${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
    await db.admin`update guard.person set phone = ${phone}, phone_verified_at = now() where id = ${person.id}`;
    return phone;
  };
  const phoneAttempt = async (phone: string): Promise<TestAttempt> => {
    const attempt = { secret: digestOf(randomUUID()), deviceHash: digestOf(randomUUID()) };
    await db.web`select guard.begin_phone_attempt(${phone}, ${digestOf(phone)}, ${attempt.secret}, ${attempt.deviceHash}, '10 minutes')`;
    return attempt;
  };
  const sendText = async (of: TestAttempt, code: string) =>
    (
      await db.web`select guard.send_attempt_text(${of.secret}, ${of.deviceHash}, ${digestOf(code)}, '10 minutes', '\\x01') became`
    )[0]?.became;
  const typeText = async (of: TestAttempt, code: string) =>
    (await db.web`select * from guard.prove_attempt_text(${of.secret}, ${of.deviceHash}, ${digestOf(code)})`)[0]
      ?.outcome;

  test('guesses five codes a day over all logins, of a number that is somebody’s or nobody’s', async () => {
    for (const phone of [await phoneOf(await makePerson(db.admin)), '+34699000111']) {
      const answers: string[] = [];
      for (let n = 0; n < 4; n += 1) {
        const attempt = await phoneAttempt(phone);
        await sendText(attempt, '000001');
        for (let guess = 0; guess < 2; guess += 1) answers.push(await typeText(attempt, '999999'));
      }
      expect(answers).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'wrong', 'mail', 'mail', 'mail']);
    }
  });

  test('proves nothing by a code that no text brought', async () => {
    const phone = await phoneOf(await makePerson(db.admin));
    for (let n = 0; n < 5; n += 1) await sendText(await phoneAttempt(phone), '000001');
    const attempt = await phoneAttempt(phone);
    expect(await sendText(attempt, '123456')).toBe('sent');
    expect(await typeText(attempt, '123456')).toBe('wrong');
  });

  test('gets into an account that keeps a passkey by its texts, and cannot take the passkey away', async () => {
    const person = await makePerson(db.admin);
    const phone = await phoneOf(person);
    await givePasskey(person);
    const byText = async (of: TestAttempt) => [await sendText(of, '1'), await typeText(of, '1'), await lastStep(of)];
    expect(await byText(await phoneAttempt(phone))).toEqual(['sent', 'proved', 'in']);
    const withPassword = await passwordAttempt(person);
    expect(await needsOf(withPassword)).toEqual(['email', 'phone', 'passkey']);
    expect(await byText(withPassword)).toEqual(['sent', 'proved', 'in']);
    const opened = await db.admin`select amr, stepup_at from guard.session where person_id = ${person.id} order by seq`;
    expect(opened).toEqual([
      { amr: ['phone'], stepup_at: null },
      { amr: ['pwd', 'phone'], stepup_at: null },
    ]);
  });
});

describe('who has the mailbox and not the second factor', () => {
  test('takes over no login that went on by its code', async () => {
    const person = await makePerson(db.admin);
    await giveTotp(person);
    const own = await mailAttempt(person.email);
    await sendMail(own, '123456', 'stolen link');
    expect(await typeCode(own, '123456')).toBe('proved');
    await db.web`select * from guard.prove_attempt_totp(${own.secret}, ${own.deviceHash}, 100, '\\x01')`;
    expect(await openLink('stolen link', 'thief', 'thief')).toBe('gone');
    expect(await lastStep(own)).toBe('in');
  });

  test('gets an attempt by the link that waits for the factor, proved by the mailbox alone', async () => {
    const person = await makePerson(db.admin);
    await giveTotp(person);
    await sendMail(await mailAttempt(person.email), '123456', `link ${person.id}`);
    expect(await openLink(`link ${person.id}`, 'elsewhere', `take ${person.id}`)).toBe('taken');
    const attempt = { secret: digestOf(`take ${person.id}`), deviceHash: digestOf('elsewhere') };
    expect(await needsOf(attempt)).toEqual(['totp', 'recovery']);
    expect(await lastStep(attempt)).toBe('RG007');
  });
});

describe('who has the password', () => {
  test('guesses twenty codes of the mailbox a day over all logins', async () => {
    const person = await makePerson(db.admin);
    const answers: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const attempt = await passwordAttempt(person);
      for (let guess = 0; guess < 4; guess += 1) answers.push(await typeCode(attempt, '999999'));
    }
    expect(answers.filter((each) => each === 'wrong')).toHaveLength(20);
    expect(answers.slice(20)).toEqual(['limit', 'limit', 'limit', 'limit']);
  });

  test('and a trusted device gets rid of no second factor', async () => {
    const person = await makePerson(db.admin);
    await db.admin`update guard.person set password_hash = 'h' where id = ${person.id}`;
    await giveTotp(person);
    const session = await openTestSession(db.web, person.id);
    await db.admin`update guard.session set stepup_at = null where id = ${session.sessionId}`;
    const [means] = await db.web`select * from guard.own_means(${session.pass}, null)`;
    expect(means?.ways).toEqual(['totp', 'recovery']);
    const [stepped] =
      await db.web`select guard.step_up(${session.pass}, null, 'pwd', null, '{}', 1, 'k1', ${digestOf('next')}, '\\x01') became`;
    expect(stepped?.became).toBe('wrong');
    expect(await refusal(db.web`select guard.remove_totp(${session.pass}, null, '\\x01')`)).toBe('RG008');
  });

  test('and a session gets rid of no passkey: of the passwords, mails and passkeys of its owner only a passkey proves them anew', async () => {
    const person = await makePerson(db.admin);
    await db.admin`update guard.person set password_hash = 'h' where id = ${person.id}`;
    const passkeyId = await givePasskey(person);
    const session = await openTestSession(db.web, person.id);
    await db.admin`update guard.session set stepup_at = null where id = ${session.sessionId}`;
    const ways = async () => (await db.web`select ways from guard.own_means(${session.pass}, null)`)[0]?.ways;
    const stepUp = async (way: string) =>
      (
        await db.web`select guard.step_up(${session.pass}, null, ${way}, null, ${[digestOf('x').toString('hex')]}::text[]::bytea[], 1, 'k1', ${digestOf('next')}, '\\x01') became`
      )[0]?.became;
    const [code] = await db.web`select guard.send_own_code(${session.pass}, null, ${digestOf('x')}, '\\x01') became`;
    expect([await ways(), code?.became]).toEqual([['passkey'], 'needless']);
    for (const way of ['pwd', 'email', 'totp', 'recovery']) expect(await stepUp(way)).toBe('wrong');
    expect(await refusal(db.web`select guard.remove_passkey(${session.pass}, null, ${passkeyId}, '\\x01')`)).toBe(
      'RG008',
    );
    await giveTotp(person);
    expect(await ways()).toEqual(['totp', 'recovery', 'passkey']);
    await db.admin`delete from guard.totp where person_id = ${person.id}`;
    expect(await ways()).toEqual(['recovery', 'passkey']);
    expect(await stepUp('passkey')).toBe('done');
  });

  test('guesses twenty factors a day from elsewhere, uses up no try of the owner, and is told of once', async () => {
    const person = await makePerson(db.admin);
    await giveTotp(person);
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    const session = await openTestSession(db.web, person.id);
    const answers: string[] = [];
    for (let round = 0; round < 6; round += 1) {
      const attempt = await passwordAttempt(person);
      for (let guess = 0; guess < 5; guess += 1) answers.push(await wrongTotp(attempt).catch((error) => error.code));
      // as if a quarter of an hour went by
      await db.admin`update guard.login_failure set at = at - interval '16 minutes'`;
    }
    expect(answers.filter((each) => each === 'wrong' || each === 'dead')).toHaveLength(20);
    expect(answers.slice(20)).toEqual(Array.from({ length: 10 }, () => 'limit'));
    expect(await mailsTo(person.email, 'factor-guessed')).toBe(1);
    const own = await passwordAttempt(person, device);
    expect(await wrongTotp(own)).toBe('wrong');
    expect((await db.web`select guard.reserve_own_try(${session.pass}, null) may`)[0]?.may).toBe(true);
  });

  test('and held a session finds none of its browsers known once the owner said that it was not them', async () => {
    const person = await makePerson(db.admin);
    const [owns, thiefs] = [randomUUID(), randomUUID()];
    await knowDevice(db.admin, person.id, owns, thiefs);
    const own = await openTestSession(db.web, person.id, { device: owns });
    await openTestSession(db.web, person.id, { device: thiefs });
    await db.web`select guard.report_not_me(${own.pass}, null, '\\x01')`;
    expect(await needsOf(await passwordAttempt(person, thiefs))).toEqual(['email']);
    expect(await needsOf(await passwordAttempt(person, owns))).toEqual(['email']);
  });
});

describe('who put up a passkey or linked an account of theirs while they were in', () => {
  const putUp = async (person: TestPerson) => {
    await givePasskey(person);
    await db.admin`insert into guard.federated_identity (person_id, provider, issuer, subject, linked_at)
      values (${person.id}, 'google', 'https://issuer.test', ${person.id}, now() - interval '30 days')`;
  };
  const waysOf = async (person: TestPerson) =>
    (
      await db.admin`select (select count(*)::int from guard.passkey where person_id = ${person.id}) passkeys,
        (select count(*)::int from guard.federated_identity where person_id = ${person.id}) accounts`
    )[0];
  const none = { passkeys: 0, accounts: 0 };

  test('has neither once the owner said that it was not them', async () => {
    const person = await makePerson(db.admin);
    const own = await openTestSession(db.web, person.id);
    await putUp(person);
    await db.web`select guard.report_not_me(${own.pass}, null, '\\x01')`;
    expect(await waysOf(person)).toEqual(none);
  });

  test('has neither once the owner set a new password by the link from the mail', async () => {
    const person = await makePerson(db.admin);
    await putUp(person);
    const link = digestOf(randomUUID());
    await db.web`select guard.begin_reset(${person.email}, ${link}, '30 minutes', '\\x01')`;
    const [done] = await db.web`select guard.finish_reset(${link}, 'another hash', '\\x01') person`;
    expect([done?.person, await waysOf(person)]).toEqual([person.id, none]);
  });
});

/** What an issuer that was asked in this browser says. Answers what it comes to. */
const arrive = async (secret: Buffer, device: string, subject: string, email: string) =>
  (
    await db.web`select guard.enter_federated('google', 'https://issuer.test', ${subject}, ${email}, ${email}, 'Ana', true, true, ${secret},
      ${digestOf(device)}, '10 minutes') became`
  )[0]?.became;

describe('who sits down at a browser whose owner is still in at their issuer', () => {
  test('gets in by one press, and proves nothing anew by it', async () => {
    const person = await makePerson(db.admin);
    const [device, secret] = [randomUUID(), digestOf(randomUUID())];
    await knowDevice(db.admin, person.id, device);
    // not their first login: that one belongs to the sign-up
    await openTestSession(db.web, person.id);
    await db.admin`insert into guard.federated_identity (person_id, provider, issuer, subject) values (${person.id}, 'google', 'https://issuer.test', ${person.id})`;
    expect(await arrive(secret, device, person.id, person.email)).toBe('proved');
    expect(await lastStep({ secret, deviceHash: digestOf(device) })).toBe('in');
    const [session] =
      await db.admin`select amr, stepup_at from guard.session where person_id = ${person.id} and ended_at is null`;
    expect(session).toEqual({ amr: ['oauth', 'email'], stepup_at: null });
  });

  test('founds no company on what it said of them, once somebody else has logged in there', async () => {
    const other = await makePerson(db.admin);
    const [device, secret] = [randomUUID(), digestOf(randomUUID())];
    await knowDevice(db.admin, other.id, device);
    expect(await arrive(secret, device, randomUUID(), `${randomUUID()}@gmail.test`)).toBe('new');
    const claim = () => refusal(db.web`select guard.claim_state(${secret}, ${digestOf(device)})`);
    expect(await claim()).toBe('done');
    expect(await lastStep(await passwordAttempt(other, device))).toBe('in');
    expect(await claim()).toBe('RG005');
  });
});

test('a sign-up with an account at an issuer that loses the race for its address asks its owner to log in, and leaves nothing behind', async () => {
  const [device, secret, email] = [randomUUID(), digestOf(randomUUID()), `${randomUUID()}@gmail.test`];
  expect(await arrive(secret, device, randomUUID(), email)).toBe('new');
  const signUp = async () =>
    (
      await db.web`select outcome from guard.sign_up_federated(${secret}, ${digestOf(device)}, ${email}, ${email}, 'Ana', 'Taller', 'taller', 'other', 'es',
        'Europe/Madrid', '1', ${digestOf('code')}, '10 minutes', '\\x01', '\\x02', ${digestOf(randomUUID())})`
    )[0]?.outcome;
  // somebody proves the same address, and commits while this sign-up waits for that
  const { second } = await db.admin.begin(async (sql) => {
    await sql`insert into guard.person (email, email_key, name) values (${email}, ${email}, 'Otra')`;
    const second = signUp();
    await until('the sign-up to wait', async () => {
      // a transaction sees the activity of its first look otherwise
      await sql`select pg_stat_clear_snapshot()`;
      const [row] =
        await sql`select count(*)::int n from pg_stat_activity where wait_event_type = 'Lock' and query like '%sign_up_federated%' and datname = current_database()`;
      return row?.n === 1;
    });
    return { second };
  });
  expect(await second).toBe('logIn');
  const [left] = await db.admin`select count(*)::int n from guard.pending_signup where email = ${email}`;
  expect(left?.n).toBe(0);
});

test('who took an address away, and lost it again, comes back by no passkey and no account at an issuer, however old these are', async () => {
  const person = await makePerson(db.admin);
  const secret = digestOf(randomUUID());
  await db.admin`insert into guard.email_undo (person_id, secret_hash, email, email_key, changed_at, expires_at)
    values (${person.id}, ${secret}, ${`former.${person.email}`}, ${`former.${person.email}`}, now() - interval '1 hour', now() + interval '1 hour')`;
  for (const at of ['-2 days', '-2 hours', '-1 minute']) {
    await db.admin`insert into guard.passkey (person_id, credential_id, public_key, sign_count, name, is_synced, created_at)
      values (${person.id}, ${digestOf(randomUUID())}, '\\x01', 0, ${at}, false, now() + ${at}::interval)`;
    await db.admin`insert into guard.federated_identity (person_id, provider, issuer, subject, email, linked_at)
      values (${person.id}, 'google', 'https://issuer.test', ${randomUUID()}, ${at}, now() + ${at}::interval)`;
  }
  const [undone] =
    await db.web`select guard.undo_email(${secret}, ${digestOf(randomUUID())}, '30 minutes', '\\x04', '\\x05') outcome`;
  const left = await db.admin`select name from guard.passkey where person_id = ${person.id}
    union all select email from guard.federated_identity where person_id = ${person.id}`;
  expect([undone?.outcome, ...left.map(({ name }) => name)]).toEqual(['done']);
});

describe('the trust of a device, and the factor that it stands in for', () => {
  const trust = async (pass: Buffer) => (await db.web`select guard.trust_device(${pass}, null) became`)[0]?.became;
  const recovery = `(select array_agg(sha256(convert_to(g::text || random(), 'UTF8'))) from generate_series(1, 10) g)`;

  test('is given to no session that a second factor did not prove', async () => {
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    await db.admin`update guard.session set amr = '{pwd}' where id = ${session.sessionId}`;
    expect(await trust(session.pass)).toBe('unproved');
    await giveTotp(person);
    expect(await trust(session.pass)).toBe('unproved');
  });

  test('ends with a new second factor and with a new password', async () => {
    const person = await makePerson(db.admin);
    const device = randomUUID();
    const session = await openTestSession(db.web, person.id, { device });
    const isTrusted = async () =>
      Number(
        (
          await db.admin`select count(*) n from guard.device where person_id = ${person.id} and trusted_until > now()`
        )[0]?.n,
      ) > 0;
    const forceTrust = () =>
      db.admin`update guard.device set trust_slot = 1, trusted_until = now() + interval '30 days' where person_id = ${person.id}`;
    await forceTrust();
    await db.web`select guard.start_totp(${session.pass}, null, '\\x01')`;
    await db.web.unsafe(`select guard.confirm_totp($1, null, '\\x01', 5, ${recovery}, '\\x01')`, [session.pass]);
    expect(await isTrusted()).toBe(false);
    expect(await trust(session.pass)).toBe('trusted');
    const link = digestOf(randomUUID());
    await db.web`select guard.begin_reset(${person.email}, ${link}, '30 minutes', '\\x01')`;
    await db.web`select guard.finish_reset(${link}, 'h', '\\x01')`;
    expect(await isTrusted()).toBe(false);
    expect(await needsOf(await passwordAttempt(person, device))).toEqual(['totp', 'recovery']);
  });

  test('is confirmed for the secret that was shown, and for no other that came meanwhile', async () => {
    const person = await makePerson(db.admin);
    const session = await openTestSession(db.web, person.id);
    await db.web`select guard.start_totp(${session.pass}, null, '\\x02')`;
    const [row] = await db.web.unsafe(`select guard.confirm_totp($1, null, '\\x01', 5, ${recovery}, '\\x01') others`, [
      session.pass,
    ]);
    expect(row?.others).toBeNull();
  });
});

test('a device that is shut out while its login takes the last step opens nothing by what it was', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 40; round += 1) {
    const person = await makePerson(db.admin, { sessionLimit: 3 });
    const device = randomUUID();
    await knowDevice(db.admin, person.id, device);
    const own = await openTestSession(db.web, person.id);
    const [known] =
      await db.admin`select id from guard.device where person_id = ${person.id} and secret_hash = ${digestOf(device)}`;
    const attempt = await passwordAttempt(person, device);
    const [outcome] = await Promise.all([
      lastStep(attempt),
      db.web`select guard.end_device(${own.pass}, null, ${known?.id}, true)`,
    ]);
    outcomes.push(outcome);
    const [live] =
      await db.admin`select count(*)::int n from guard.session where person_id = ${person.id} and ended_at is null`;
    // either it came before and was ended with its device, or it came after and was asked for more
    expect(live?.n).toBe(1);
  }
  expect(outcomes.every((each) => ['in', 'RG007'].includes(each))).toBe(true);
});

describe('who is in another person’s name', () => {
  async function impersonated(mayWrite: boolean) {
    const agent = await makePerson(db.admin);
    await db.admin`select guard.grant_staff(${agent.email}, 'test')`;
    const own = await openTestSession(db.web, agent.id);
    await db.admin`update guard.session set amr = '{pwd}' where id = ${own.sessionId}`;
    const workspace = await makeWorkspace(db.admin);
    const sessionId = randomUUID();
    const made = labelledPass(sessionId, sessionId);
    const enter = () =>
      db.web`select guard.impersonate(${own.pass}, null, ${workspace.owner.id}, 'they asked', ${mayWrite}, ${sessionId}, 'k1', ${digestOf('salt')},
        ${made.proof}, ${made.deviceHash}, 'Firefox', 'Linux', 'desktop', null)`;
    expect(await refusal(enter())).toBe('RG008');
    await giveTotp(agent);
    await db.admin`update guard.session set amr = amr || 'totp'::text, stepup_at = clock_timestamp() where id = ${own.sessionId}`;
    await enter();
    return { agent, workspace, pass: made.pass };
  }

  test('touches nothing that is the person’s alone, and makes no members', async () => {
    const { workspace, pass } = await impersonated(true);
    const { owner } = workspace;
    const device = randomUUID();
    await knowDevice(db.admin, owner.id, device);
    const [known] = await db.admin`select id from guard.device where person_id = ${owner.id}`;
    const acts = {
      name: db.web`select guard.set_profile(${pass}, null, 'Otra', null, null)`,
      erase: db.web`select guard.erase_history(${pass}, null, '\\x01')`,
      export: db.web`select guard.export_history(${pass}, null)`,
      device: db.web`select guard.end_device(${pass}, null, ${known?.id}, true)`,
      seen: db.web`select guard.note_seen(${pass}, null, 'single-session', 'understood')`,
    };
    for (const [name, act] of Object.entries(acts)) expect([name, await refusal(act)]).toEqual([name, 'RG002']);
    const invite = db.web.begin(async (tx) => {
      await tx`select 1 from guard.enter(${pass}, null, ${workspace.id})`;
      await tx`select guard.invite(${pass}, null, 'a@b.test', 'a@b.test', 'admin', null, ${digestOf(randomUUID())}, '7 days', '\\x01')`;
    });
    expect(await refusal(invite)).toBe('RG002');
    expect((await db.web`select guard.send_own_code(${pass}, null, ${digestOf('x')}, '\\x01') became`)[0]?.became).toBe(
      'needless',
    );
  });

  test('is out with a new password of the person, and with the grant of the staff', async () => {
    const first = await impersonated(true);
    const enter = (of: typeof first) =>
      refusal(db.web`select role from guard.enter(${of.pass}, null, ${of.workspace.id})`);
    expect(await enter(first)).toBe('done');
    const link = digestOf(randomUUID());
    await db.web`select guard.begin_reset(${first.workspace.owner.email}, ${link}, '30 minutes', '\\x01')`;
    await db.web`select guard.finish_reset(${link}, 'h', '\\x01')`;
    expect(await enter(first)).toBe('RG001');
    const second = await impersonated(false);
    await db.admin`select guard.revoke_staff(${second.agent.email}, 'test')`;
    expect(await enter(second)).toBe('RG001');
  });
});

test('companies of one name that are founded in the same moment all come to be, each with a slug of its own', async () => {
  const name = `taller-${randomUUID().slice(0, 8)}`;
  const found = async () => {
    const email = `${randomUUID()}@taller.test`;
    const [row] = await db.web`
      select guard.begin_signup(${email}, ${email}, 'Ana', 'Taller', ${name}, 'other', 'es', 'Europe/Madrid', 'h', '1', ${digestOf('code')}, '10 minutes',
        '\\x01', '\\x02') id`;
    return async () =>
      await db.web`select outcome from guard.verify_signup(${row?.id}, ${digestOf('code')}, ${digestOf(randomUUID())}, ${digestOf(randomUUID())}, '10 minutes')`;
  };
  const last = await Promise.all(Array.from({ length: 100 }, found));
  const made = await Promise.all(last.map((verify) => verify()));
  expect(made.filter(([row]) => row?.outcome !== 'created')).toEqual([]);
  const slugs = await db.admin`select distinct slug from app.workspace where slug like ${`${name}%`}`;
  expect(slugs).toHaveLength(100);
});
