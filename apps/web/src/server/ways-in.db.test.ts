import { randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, startFrontDoor } from './trial/start-front-door.ts';

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
const cookiesOf = (answer: Answer) => (answer.headers['set-cookie'] ?? []) as string[];

/** A person with the password of these tests. */
async function makePerson(): Promise<{ id: string; email: string }> {
  const email = `ana.${randomUUID()}@taller.example`;
  const [row] = await database.admin`insert into guard.person (email, email_key, name, password_hash)
    values (${email}, ${email}, 'Ana', ${hash}) returning id`;
  return { id: row?.id, email };
}
const logIn = (browser = door.browser(), email: string) => browser.mutate('auth.logIn', { email, password: PASSWORD });

describe('a password in a browser that its person has not used', () => {
  it('opens nothing and displaces nobody until the code from the mailbox is typed', async () => {
    const { id, email } = await makePerson();
    const browser = door.browser();
    const step = await logIn(browser, email);
    expect(dataOf(step)).toMatchObject({ needs: ['email'], mail: 'a•••@taller.example', hasCode: true });
    expect(cookiesOf(step).filter((line) => line.startsWith('rs='))).toEqual([]);
    expect(cookiesOf(step).find((line) => line.startsWith('rp='))).toMatch(
      /^rp=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/,
    );
    expect(step.text).not.toContain(browser.cookies.get('rp'));
    const early = await browser.mutate('sessionsSingle.initSession');
    expect([early.status, appOf(early)]).toMatchObject([
      412,
      { code: 'identity.factorMissing', params: { needs: ['email'] } },
    ]);
    const { subject, text } = await door.newestMail(email);
    expect(text).toContain('Chrome en Linux');
    const code = /^\d{6}/.exec(subject)?.[0] as string;
    const wrong = await browser.mutate('auth.proveEmailCode', { code: code === '000000' ? '000001' : '000000' });
    expect(appOf(wrong)).toMatchObject({ code: 'identity.wrongCode', params: { left: 4 } });
    const opened = await browser.mutate('auth.proveEmailCode', { code });
    expect(dataOf(opened)).toEqual({ needs: [], personId: id, displaced: 0 });
    expect(browser.cookies.has('rp')).toBe(false);

    // the second time the browser is known, and the password is enough
    expect(dataOf(await logIn(browser, email))).toMatchObject({ needs: [] });
  });

  it('can be asked what it waits for, and for another code, but not at once', async () => {
    const { email } = await makePerson();
    const browser = door.browser();
    expect(appOf(await browser.query('auth.pending')).code).toBe('identity.attemptGone');
    expect(appOf(await browser.mutate('auth.resendCode')).code).toBe('identity.attemptGone');
    await logIn(browser, email);
    expect(dataOf(await browser.query('auth.pending'))).toMatchObject({ needs: ['email'] });
    expect(appOf(await browser.mutate('auth.resendCode'))).toMatchObject({
      code: 'identity.resendTooSoon',
      params: { seconds: 30 },
    });
    const first = await door.codeFor(email);
    await database.admin`update guard.login_attempt set code_sent_at = code_sent_at - interval '31 seconds'`;
    expect(dataOf(await browser.mutate('auth.resendCode'))).toMatchObject({ needs: ['email'] });
    const second = await door.codeFor(email);
    if (first !== second)
      expect(appOf(await browser.mutate('auth.proveEmailCode', { code: first })).code).toBe('identity.wrongCode');
    expect(dataOf(await browser.mutate('auth.proveEmailCode', { code: second }))).toMatchObject({ needs: [] });
  });

  it('is over after five wrong codes, and starts again with the password', async () => {
    const { email } = await makePerson();
    const browser = door.browser();
    await logIn(browser, email);
    const code = await door.codeFor(email);
    const wrong = code === '000000' ? '000001' : '000000';
    const codes: string[] = [];
    for (let n = 0; n < 5; n += 1) codes.push(appOf(await browser.mutate('auth.proveEmailCode', { code: wrong })).code);
    expect(codes).toEqual([...Array(4).fill('identity.wrongCode'), 'identity.attemptSpent']);
    expect(appOf(await browser.mutate('auth.proveEmailCode', { code })).code).toBe('identity.attemptGone');
    expect(dataOf(await logIn(browser, email))).toMatchObject({ needs: ['email'] });
  });
});
