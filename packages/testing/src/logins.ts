import { randomUUID } from 'node:crypto';
import type { TestPerson } from './companies.ts';
import type { TestDatabase } from './database.ts';
import { digestOf, labelledPass } from './passes.ts';

export type TestAttempt = { secret: Buffer; deviceHash: Buffer };

/** Logins on their way, step by step, as the web process takes them, and what they are made of. */
export function loginsOn(of: () => TestDatabase) {
  const mailAttempt = async (email: string, device: string = randomUUID()): Promise<TestAttempt> => {
    const attempt = { secret: digestOf(randomUUID()), deviceHash: digestOf(device) };
    await of()
      .web`select guard.begin_mail_attempt(${email}, ${digestOf(email)}, ${attempt.secret}, ${attempt.deviceHash}, '10 minutes')`;
    return attempt;
  };
  const passwordAttempt = async (person: TestPerson, device: string = randomUUID()): Promise<TestAttempt> => {
    const attempt = { secret: digestOf(randomUUID()), deviceHash: digestOf(device) };
    await of()
      .web`select guard.begin_attempt(${person.id}, null, ${attempt.secret}, ${attempt.deviceHash}, '{pwd}', '10 minutes')`;
    return attempt;
  };
  const sendMail = async (login: TestAttempt, code: string, link: string = randomUUID()) =>
    (
      await of()
        .web`select guard.send_mail_login(${login.secret}, ${login.deviceHash}, ${digestOf(code)}, ${digestOf(link)}, '10 minutes', '\\x01') became`
    )[0]?.became;
  const typeCode = async (login: TestAttempt, code: string) =>
    (await of().web`select * from guard.prove_attempt_code(${login.secret}, ${login.deviceHash}, ${digestOf(code)})`)[0]
      ?.outcome;
  const openLink = async (link: string, device: string, take: string | null) =>
    (
      await of()
        .web`select * from guard.open_link(${digestOf(link)}, ${digestOf('no attempt')}, ${digestOf(device)}, ${take === null ? null : digestOf(take)})`
    )[0]?.outcome;
  const needsOf = async (login: TestAttempt) =>
    (await of().web`select guard.attempt_state(${login.secret}, ${login.deviceHash}) state`)[0]?.state.needs;
  const lastStep = async (login: TestAttempt) => {
    const sessionId = randomUUID();
    const made = labelledPass(sessionId, sessionId);
    return await of().web`
    select * from guard.init_session(${login.secret}, ${sessionId}, 'k1', ${digestOf('salt')}, ${made.proof}, ${login.deviceHash}, 'Firefox', 'Linux', 'desktop',
      null, '45 minutes', '30 days', null)`.then(
      () => 'in',
      (error) => error.code as string,
    );
  };
  const mailsTo = async (email: string, template: string) =>
    Number(
      (
        await of()
          .admin`select count(*) n from guard.outgoing_mail where recipient = ${email} and template = ${template}`
      )[0]?.n,
    );
  const giveTotp = async (person: TestPerson) => {
    await of()
      .admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x01', now())`;
    await of()
      .admin`insert into guard.recovery_code (person_id, code_hash) values (${person.id}, ${digestOf(`recovery ${person.id}`)})`;
  };
  const givePasskey = async (person: TestPerson): Promise<string> =>
    (
      await of().admin`insert into guard.passkey (person_id, credential_id, public_key, sign_count, name, is_synced)
      values (${person.id}, ${digestOf(randomUUID())}, '\\x01', 0, 'Key', false) returning id`
    )[0]?.id;
  const wrongTotp = async (login: TestAttempt) => {
    const [may] = await of().web`select may_try from guard.totp_of_attempt(${login.secret}, ${login.deviceHash})`;
    if (!may?.may_try) return 'limit';
    return (
      await of().web`select * from guard.prove_attempt_totp(${login.secret}, ${login.deviceHash}, null, '\\x01')`
    )[0]?.outcome;
  };
  const refusal = async (statement: Promise<unknown>): Promise<string> =>
    await statement.then(
      () => 'done',
      (error) => error.code as string,
    );

  return {
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
  };
}
