import { randomInt, randomUUID } from 'node:crypto';
import { addressOfNumber } from '@recado/integrations/texts';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

const PASSWORD = 'un tren verde a Soria';
let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
let hash: string;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor(database);
  hash = await door.house.identity.hashPassword(PASSWORD);
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

const appOf = (answer: Answer) =>
  (answer.json as { error: { data: { app: { code: string; params: Record<string, unknown> } } } }).error.data.app;
const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
const freshNumber = () => `+346${String(randomInt(0, 100_000_000)).padStart(8, '0')}`;
const freshEmail = () => `ana.${randomUUID()}@taller.example`;

/** The code of the newest text to a number, as the mail catcher shows it. */
const textedTo = async (number: string): Promise<string> =>
  /\b\d{6}\b/.exec((await door.newestMail(addressOfNumber(number))).subject)?.[0] as string;
const templatesTo = async (email: string) =>
  (await database.admin`select template from guard.outgoing_mail where recipient = ${email} order by id`).map(
    (row) => row.template as string,
  );

/** Somebody who is in, in a browser that they have used. */
async function arrive(): Promise<{ id: string; email: string; browser: Browser }> {
  const email = freshEmail();
  const [row] = await database.admin`insert into guard.person (email, email_key, name, password_hash)
    values (${email}, ${email}, 'Ana', ${hash}) returning id`;
  const browser = door.browser();
  await browser.mutate('auth.logIn', { email, password: PASSWORD });
  await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
  return { id: row?.id, email, browser };
}
async function arriveWithPhone() {
  const owner = { ...(await arrive()), number: freshNumber() };
  await owner.browser.mutate('ownContact.startPhone', { phone: owner.number });
  await owner.browser.mutate('ownContact.confirmPhone', { code: await textedTo(owner.number) });
  return owner;
}

describe('a phone', () => {
  it('is added with the code from its text, and lets its person in anywhere', async () => {
    const { id, email, browser } = await arrive();
    const number = freshNumber();
    const typed = `00${number.slice(1, 3)} ${number.slice(3, 6)}-${number.slice(6, 9)} ${number.slice(9)}`;
    const started = dataOf(await browser.mutate('ownContact.startPhone', { phone: typed }));
    expect(started).toMatchObject({ phone: null, hasTexts: true, pendingPhone: { to: number } });
    const text = (await door.newestMail(addressOfNumber(number))).text;
    expect(text).toMatch(/^(\d{6}) confirma tu teléfono en Recado[\s\S]*\n@localhost #\1\n/);
    const code = /\d{6}/.exec(text)?.[0] as string;
    const wrong = await browser.mutate('ownContact.confirmPhone', { code: code === '000000' ? '000001' : '000000' });
    expect(appOf(wrong)).toMatchObject({ code: 'identity.wrongCode', params: { left: 4 } });
    expect(dataOf(await browser.mutate('ownContact.confirmPhone', { code }))).toMatchObject({ phone: number });
    expect(appOf(await browser.mutate('ownContact.confirmPhone', { code })).code).toBe('identity.ownCodeGone');
    expect(await templatesTo(email)).toContain('phone-added');

    const elsewhere = door.browser();
    const step = await elsewhere.mutate('auth.logInByPhone', { phone: number });
    expect(dataOf(step)).toMatchObject({ needs: ['phone'], mail: null, phone: null, hasText: true });
    const opened = await elsewhere.mutate('auth.proveTextCode', { code: await textedTo(number) });
    expect(dataOf(opened)).toMatchObject({ needs: [], personId: id, displaced: 1 });
  });

  it.each([
    '600',
    '+34 600',
    '+34 912 345 678',
    '+34 803 123 456',
    '+34 600 111 222 ext. 5',
    'mi teléfono',
    '612345678',
  ])('%s is none that can be added from nowhere in particular', async (phone) => {
    const answer = await door.browser().mutate('auth.logInByPhone', { phone });
    expect([answer.status, appOf(answer).params.field]).toEqual([400, 'phone']);
  });

  it("answers for a number that is nobody's as for any other: the same shape, and after the same time", async () => {
    const { number } = await arriveWithPhone();
    const timed = async (phone: string) => {
      const browser = door.browser();
      const begun = performance.now();
      const answer = await browser.mutate('auth.logInByPhone', { phone });
      return { browser, took: performance.now() - begun, status: answer.status, data: dataOf<object>(answer) };
    };
    const one = await timed(number);
    const other = await timed(freshNumber());
    expect({ ...other.data, resendTextInMs: 0 }).toEqual({ ...one.data, resendTextInMs: 0 });
    expect(other.status).toBe(one.status);
    for (const { took } of [one, other]) expect(took).toBeGreaterThan(245);
    const codes: string[] = [];
    for (let n = 0; n < 5; n += 1)
      codes.push(appOf(await other.browser.mutate('auth.proveTextCode', { code: '123456' })).code);
    expect(codes).toEqual([...Array(4).fill('identity.wrongCode'), 'identity.attemptSpent']);
  });

  it('is the step after the password on a new device, when it is asked for', async () => {
    const { id, email, number } = await arriveWithPhone();
    const browser = door.browser();
    const step = dataOf(await browser.mutate('auth.logIn', { email, password: PASSWORD }));
    expect(step).toMatchObject({ needs: ['email', 'phone'], phone: `•••${number.slice(-3)}`, hasText: false });
    expect(dataOf(await browser.mutate('auth.sendText'))).toMatchObject({ hasText: true });
    expect(appOf(await browser.mutate('auth.sendText')).code).toBe('identity.resendTooSoon');
    const code = await textedTo(number);
    // the mailbox's field does not take it
    expect(appOf(await browser.mutate('auth.proveEmailCode', { code })).code).toBe('identity.wrongCode');
    expect(dataOf(await browser.mutate('auth.proveTextCode', { code }))).toMatchObject({ needs: [], personId: id });
  });

  it('is not offered anywhere where no text can leave', async () => {
    const { email, number, browser } = await arriveWithPhone();
    const { ports } = door.house.base;
    ports.hasTexts = false;
    try {
      const fresh = door.browser();
      expect(appOf(await fresh.mutate('auth.logInByPhone', { phone: number })).code).toBe('identity.textsOff');
      const step = dataOf(await fresh.mutate('auth.logIn', { email, password: PASSWORD }));
      expect(step).toMatchObject({ needs: ['email'], phone: null });
      expect(appOf(await fresh.mutate('auth.sendText')).code).toBe('identity.textsOff');
      expect(appOf(await browser.mutate('ownContact.startPhone', { phone: freshNumber() })).code).toBe(
        'identity.textsOff',
      );
      expect(dataOf(await browser.query('ownContact.read'))).toMatchObject({ phone: number, hasTexts: false });
      expect(dataOf(await browser.mutate('ownContact.removePhone'))).toMatchObject({ phone: null });
    } finally {
      ports.hasTexts = true;
    }
  });
});

describe('another address', () => {
  it('is proved by its code, and its former owner takes it back by a press, with a new password to follow', async () => {
    const { id, email, browser } = await arrive();
    const next = freshEmail();
    const started = dataOf(await browser.mutate('ownContact.startEmail', { email: ` ${next.toUpperCase()}` }));
    expect(started).toMatchObject({ email, pendingEmail: { to: next.toUpperCase() } });
    const code = await door.codeFor(next);
    expect(appOf(await door.browser().mutate('ownContact.confirmEmail', { code })).code).toBe('identity.sessionEnded');
    const changed = dataOf(await browser.mutate('ownContact.confirmEmail', { code }));
    expect(changed).toMatchObject({ email: next.toUpperCase(), pendingEmail: null });

    const told = await door.newestMail(email);
    expect(told.text).not.toContain(next.toUpperCase());
    const token = /\/login\/undo-email#([\w-]{43})$/m.exec(told.text)?.[1] as string;
    const objector = door.browser();
    expect(dataOf(await objector.mutate('auth.undoEmail', { token }))).toEqual({ ok: true });
    expect(appOf(await objector.mutate('auth.undoEmail', { token })).code).toBe('identity.linkGone');
    expect((await browser.query('sessionsSingle.validateSession')).status).toBe(401);
    // the password that let somebody change the address is worth nothing, also where it was enough
    expect(appOf(await browser.mutate('auth.logIn', { email, password: PASSWORD })).code).toBe(
      'identity.wrongCredentials',
    );
    const link = /\/login\/new-password#([\w-]{43})$/m.exec((await door.newestMail(email)).text)?.[1] as string;
    const password = 'otro tren azul a Teruel';
    expect(dataOf(await objector.mutate('auth.resetPassword', { token: link, password }))).toEqual({ ok: true });
    const step = dataOf(await browser.mutate('auth.logIn', { email, password }));
    expect(step).toMatchObject({ needs: ['email'] });
    const [row] = await database.admin`select email from guard.person where id = ${id}`;
    expect(row?.email).toBe(email);
  });

  it('that somebody else has is answered like a free one', async () => {
    const taken = await arrive();
    const [one, other] = [await arrive(), await arrive()];
    const shape = (answer: Answer) => {
      const { pendingEmail } = dataOf<{ pendingEmail: object }>(answer);
      return [answer.status, Object.keys(pendingEmail)];
    };
    const free = await one.browser.mutate('ownContact.startEmail', { email: freshEmail() });
    const used = await other.browser.mutate('ownContact.startEmail', { email: taken.email });
    expect(shape(used)).toEqual(shape(free));
    expect((await templatesTo(taken.email)).at(-1)).toBe('email-taken');
    expect(appOf(await other.browser.mutate('ownContact.confirmEmail', { code: '123456' })).code).toBe(
      'identity.wrongCode',
    );
    const own = await other.browser.mutate('ownContact.startEmail', { email: other.email });
    expect([own.status, appOf(own)]).toMatchObject([409, { code: 'identity.sameContact', params: { field: 'email' } }]);
  });

  it('asks for a fresh proof, and so does another phone', async () => {
    const { id, browser, number } = await arriveWithPhone();
    await database.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${id}`;
    for (const [call, input] of [
      ['ownContact.startEmail', { email: freshEmail() }],
      ['ownContact.startPhone', { phone: freshNumber() }],
      ['ownContact.removePhone', undefined],
    ] as const)
      expect(appOf(await browser.mutate(call, input)).code).toBe('identity.stepUpNeeded');
    await browser.mutate('security.stepUp', { way: 'pwd', proof: PASSWORD });
    expect(dataOf(await browser.query('ownContact.read'))).toMatchObject({ phone: number });
    expect(dataOf(await browser.mutate('ownContact.removePhone'))).toMatchObject({ phone: null });
  });
});
