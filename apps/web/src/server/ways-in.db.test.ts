import { randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOn } from './trial/authenticator.ts';
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

/** The browser of somebody who is in, with a password and the code from the mailbox. */
async function arrive(person?: { id: string; email: string }) {
  const who = person ?? (await makePerson());
  const browser = door.browser();
  await logIn(browser, who.email);
  const opened = await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(who.email) });
  expect(dataOf(opened)).toMatchObject({ needs: [] });
  return { ...who, browser };
}
const isIn = async (browser: Browser) => (await browser.query('sessionsSingle.validateSession')).status === 200;
const linkIn = (text: string, path: string) => new RegExp(`${path}#([\\w-]{43})$`, 'm').exec(text)?.[1] as string;
/** The proof of a moment ago is eleven minutes old. */
const letProofAge = (id: string) =>
  database.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${id}`;
const templatesTo = async (email: string) =>
  (await database.admin`select template from guard.outgoing_mail where recipient = ${email} order by id`).map(
    (row) => row.template as string,
  );

/** Somebody with an authenticator, which this answers with its recovery codes. */
async function withAuthenticator() {
  const owner = await arrive();
  const { secret, uri } = dataOf<{ secret: string; uri: string }>(await owner.browser.mutate('security.startTotp'));
  const confirmed = await owner.browser.mutate('security.confirmTotp', { code: codeOn(secret) });
  // as if that had been a while ago, since a code works once
  await database.admin`update guard.totp set last_step = last_step - 10 where person_id = ${owner.id}`;
  return { ...owner, secret, uri, ...dataOf<{ recoveryCodes: string[]; others: number }>(confirmed) };
}

describe('a login by mail', () => {
  it('opens by the code, in the browser that asked', async () => {
    const { id, email } = await makePerson();
    const browser = door.browser();
    const step = await browser.mutate('auth.logInByMail', { email: ` ${email.toUpperCase()}` });
    expect(dataOf(step)).toMatchObject({ needs: ['email'], mail: null, hasCode: true });
    const code = await door.codeFor(email);
    expect(dataOf(await browser.mutate('auth.proveEmailCode', { code }))).toMatchObject({ needs: [], personId: id });
  });

  it('opens by the link in the browser that asked, once', async () => {
    const { id, email } = await makePerson();
    const browser = door.browser();
    await browser.mutate('auth.logInByMail', { email });
    const token = linkIn((await door.newestMail(email)).text, '/login/link');
    expect(dataOf(await browser.mutate('auth.openLink', { token }))).toMatchObject({ needs: [], personId: id });
    const again = await door.browser().mutate('auth.openLink', { token, here: true });
    expect([again.status, appOf(again).code]).toEqual([412, 'identity.linkGone']);
  });

  it('proves nothing in another browser until its reader says so, and then there and not where it was asked for', async () => {
    const { id, email } = await makePerson();
    const asker = door.browser();
    await asker.mutate('auth.logInByMail', { email });
    const token = linkIn((await door.newestMail(email)).text, '/login/link');
    const reader = door.browser();
    for (let n = 0; n < 2; n += 1) {
      const looked = await reader.mutate('auth.openLink', { token });
      // whoever holds the link has read the mailbox, and must see whose it is
      expect(dataOf(looked)).toEqual({ confirm: { mail: email } });
      expect(cookiesOf(looked)).toEqual([]);
    }
    expect(dataOf(await reader.mutate('auth.openLink', { token, here: true }))).toMatchObject({ personId: id });
    expect(await isIn(reader)).toBe(true);
    expect(appOf(await asker.mutate('sessionsSingle.initSession')).code).toBe('identity.attemptGone');
  });

  it("answers for an address that is nobody's as for any other: the same shape, and after the same time", async () => {
    const known = await makePerson();
    const timed = async (email: string) => {
      const browser = door.browser();
      const begun = performance.now();
      const answer = await browser.mutate('auth.logInByMail', { email });
      return {
        browser,
        took: performance.now() - begun,
        status: answer.status,
        data: dataOf<{ resendInMs: number }>(answer),
      };
    };
    const one = await timed(known.email);
    const other = await timed(`nadie.${randomUUID()}@taller.example`);
    expect({ ...other.data, resendInMs: 0 }).toEqual({ ...one.data, resendInMs: 0 });
    expect(other.status).toBe(one.status);
    for (const { took } of [one, other]) expect(took).toBeGreaterThan(245);
    const codes: string[] = [];
    for (let n = 0; n < 5; n += 1)
      codes.push(appOf(await other.browser.mutate('auth.proveEmailCode', { code: '123456' })).code);
    expect(codes).toEqual([...Array(4).fill('identity.wrongCode'), 'identity.attemptSpent']);
    // five letters an hour; the sixth asking is answered alike and no letter goes
    for (let n = 0; n < 5; n += 1) expect((await timed(known.email)).status).toBe(200);
    expect(await templatesTo(known.email)).toEqual(Array(5).fill('login-mail'));
  });

  it('still asks for the second factor', async () => {
    const { email, secret } = await withAuthenticator();
    const browser = door.browser();
    await browser.mutate('auth.logInByMail', { email });
    const token = linkIn((await door.newestMail(email)).text, '/login/link');
    expect(dataOf(await browser.mutate('auth.openLink', { token }))).toMatchObject({ needs: ['totp', 'recovery'] });
    const opened = await browser.mutate('auth.proveFactor', { factor: 'totp', code: codeOn(secret) });
    expect(dataOf(opened)).toMatchObject({ needs: [] });
  });
});

describe('a forgotten password', () => {
  it('is replaced by a link that works once: every session ends, the owner is told, and only the new one opens', async () => {
    const { email, browser } = await arrive();
    const asker = door.browser();
    expect(dataOf(await asker.mutate('auth.askReset', { email }))).toEqual({ ok: true });
    const token = linkIn((await door.newestMail(email)).text, '/login/new-password');
    const weak = await asker.mutate('auth.resetPassword', { token, password: '1234567890' });
    expect(appOf(weak)).toMatchObject({ code: 'identity.passwordTooWeak', params: { because: 'common' } });
    const password = 'otro tren azul a Teruel';
    expect(dataOf(await asker.mutate('auth.resetPassword', { token, password }))).toEqual({ ok: true });
    expect(appOf(await browser.query('sessionsSingle.validateSession')).params.reason).toBe('password');
    expect(await isIn(asker)).toBe(false);
    expect(appOf(await asker.mutate('auth.resetPassword', { token, password })).code).toBe('identity.linkGone');
    expect(appOf(await logIn(asker, email)).code).toBe('identity.wrongCredentials');
    expect((await asker.mutate('auth.logIn', { email, password })).status).toBe(200);
    expect(await templatesTo(email)).toContain('password-changed');
  });

  it("says the same of an address that is nobody's, and sends it nothing", async () => {
    const email = `nadie.${randomUUID()}@taller.example`;
    const begun = performance.now();
    expect(dataOf(await door.browser().mutate('auth.askReset', { email }))).toEqual({ ok: true });
    expect(performance.now() - begun).toBeGreaterThan(245);
    expect(await templatesTo(email)).toEqual([]);
  });

  it('does not skip the second factor, nor outlive half an hour or another new password', async () => {
    const { id, email } = await withAuthenticator();
    const links: string[] = [];
    for (let n = 0; n < 2; n += 1) {
      await door.browser().mutate('auth.askReset', { email });
      links.push(linkIn((await door.newestMail(email)).text, '/login/new-password'));
    }
    const password = 'otro tren azul a Teruel';
    const reset = (token: string | undefined) => door.browser().mutate('auth.resetPassword', { token, password });
    expect((await reset(links[0])).status).toBe(200);
    expect(appOf(await reset(links[1])).code).toBe('identity.linkGone');
    const step = await door.browser().mutate('auth.logIn', { email, password });
    expect(dataOf(step)).toMatchObject({ needs: ['totp', 'recovery'] });
    await door.browser().mutate('auth.askReset', { email });
    await database.admin`update guard.reset_link set expires_at = now() where person_id = ${id}`;
    const late = linkIn((await door.newestMail(email)).text, '/login/new-password');
    expect(appOf(await reset(late)).code).toBe('identity.linkGone');
  });
});

describe('a second factor', () => {
  it('is set up by its first right code, told to its owner, and asked for everywhere from then on', async () => {
    const { email, browser, secret, uri, recoveryCodes, others } = await withAuthenticator();
    expect(uri).toMatch(/^otpauth:\/\/totp\/Recado:.*secret=[A-Z2-7]{32}&/);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(others).toBe(0);
    expect(await templatesTo(email)).toContain('factor-added');
    const step = await logIn(browser, email);
    expect(dataOf(step)).toMatchObject({ needs: ['totp', 'recovery'] });
    expect(appOf(await browser.mutate('sessionsSingle.initSession')).code).toBe('identity.factorMissing');
    expect(appOf(await browser.mutate('auth.proveFactor', { factor: 'totp', code: codeOn(secret, 9) }))).toMatchObject({
      code: 'identity.wrongCode',
      params: { left: 4 },
    });
    expect(dataOf(await browser.mutate('auth.proveFactor', { factor: 'totp', code: codeOn(secret) }))).toMatchObject({
      needs: [],
    });
    const [row] =
      await database.admin`select t::text line from guard.totp t join guard.person p on p.id = t.person_id where p.email = ${email}`;
    expect(row?.line).not.toContain(secret);
  });

  it('takes a code once, also when two logins come with it at the same moment', async () => {
    const { email, secret } = await withAuthenticator();
    const code = codeOn(secret);
    const browsers = Array.from({ length: 5 }, () => door.browser());
    // one after the other: passwords that are judged at once count as guesses
    for (const browser of browsers) await logIn(browser, email);
    const answers = await Promise.all(
      browsers.map((browser) => browser.mutate('auth.proveFactor', { factor: 'totp', code })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 400, 400, 400, 400]);
    const late = door.browser();
    await logIn(late, email);
    expect(appOf(await late.mutate('auth.proveFactor', { factor: 'totp', code: codeOn(secret, -1) })).code).toBe(
      'identity.wrongCode',
    );
  });

  it('lost is replaced by a recovery code, which works once and of which the owner is told', async () => {
    const { email, recoveryCodes } = await withAuthenticator();
    const code = (recoveryCodes[3] as string).toLowerCase().replaceAll('-', ' ');
    const use = async () => {
      const browser = door.browser();
      await logIn(browser, email);
      return await browser.mutate('auth.proveFactor', { factor: 'recovery', code });
    };
    expect(dataOf(await use())).toMatchObject({ needs: [] });
    expect(appOf(await use()).code).toBe('identity.wrongCode');
    expect((await templatesTo(email)).filter((each) => each === 'recovery-used')).toHaveLength(1);
  });

  it('is taken away, and its codes are renewed, only after a fresh proof', async () => {
    const { id, email, browser, secret, recoveryCodes } = await withAuthenticator();
    await letProofAge(id);
    for (const act of ['security.removeTotp', 'security.renewRecovery', 'security.startTotp'])
      expect([act, appOf(await browser.mutate(act)).code]).toEqual([act, 'identity.stepUpNeeded']);
    // with a second factor the mailbox proves nothing here
    await browser.mutate('security.sendCode');
    expect(appOf(await browser.mutate('security.stepUp', { way: 'email', proof: '123456' })).code).toBe(
      'identity.wrongProof',
    );
    expect((await browser.mutate('security.stepUp', { way: 'totp', proof: codeOn(secret) })).status).toBe(200);
    const renewed = dataOf<{ recoveryCodes: string[] }>(await browser.mutate('security.renewRecovery'));
    expect(renewed.recoveryCodes.filter((each) => recoveryCodes.includes(each))).toEqual([]);
    expect((await browser.mutate('security.removeTotp')).status).toBe(200);
    expect(dataOf(await browser.query('security.factors'))).toMatchObject({ factors: [], recoveryLeft: 0 });
    expect(await templatesTo(email)).toEqual(expect.arrayContaining(['recovery-renewed', 'factor-removed']));
  });
});

describe('a fresh proof', () => {
  it('comes by a second factor alone where there is one, and the password is still said to be there', async () => {
    const { browser } = await withAuthenticator();
    expect(dataOf(await browser.query('security.factors'))).toMatchObject({
      ways: ['totp', 'recovery'],
      hasPassword: true,
    });
  });

  it('is asked for by the acts that matter, ten minutes after the last one, and opens them', async () => {
    const { id, browser } = await arrive();
    await letProofAge(id);
    const acts: [string, unknown?][] = [
      ['security.changePassword', { password: 'otro tren azul a Teruel' }],
      ['security.startTotp'],
      ['security.trustDevice'],
      ['ownAccount.endDevice', { deviceId: randomUUID() }],
      ['sessionsSingle.terminateOthers'],
      ['sessionsSingle.terminateOne', { sessionId: randomUUID() }],
    ];
    for (const [act, input] of acts)
      expect([act, appOf(await browser.mutate(act, input)).code]).toEqual([act, 'identity.stepUpNeeded']);
    expect(appOf(await browser.mutate('security.stepUp', { way: 'pwd', proof: 'otra' })).code).toBe(
      'identity.wrongProof',
    );
    const before = browser.cookies.get('rs') as string;
    expect((await browser.mutate('security.stepUp', { way: 'pwd', proof: PASSWORD })).status).toBe(200);
    expect(browser.cookies.get('rs')).not.toBe(before);
    expect((await browser.mutate('sessionsSingle.terminateOthers')).status).toBe(200);
    // the former token is worth nothing from that moment, and ends nothing
    const old = door.browser();
    for (const [name, value] of browser.cookies) old.cookies.set(name, value);
    old.cookies.set('rs', before);
    expect(appOf(await old.query('sessionsSingle.validateSession')).params.reason).toBe('none');
    expect(await isIn(browser)).toBe(true);
  });

  it('can come from the mailbox, once, ten tries in a quarter of an hour', async () => {
    const { id, email, browser } = await arrive();
    await letProofAge(id);
    expect((await browser.mutate('security.sendCode')).status).toBe(200);
    expect(appOf(await browser.mutate('security.sendCode')).code).toBe('identity.resendTooSoon');
    const proof = await door.codeFor(email);
    expect((await browser.mutate('security.stepUp', { way: 'email', proof })).status).toBe(200);
    expect(appOf(await browser.mutate('security.stepUp', { way: 'email', proof })).code).toBe('identity.wrongProof');
    for (let n = 0; n < 9; n += 1) await browser.mutate('security.stepUp', { way: 'pwd', proof: 'otra' });
    expect(appOf(await browser.mutate('security.stepUp', { way: 'pwd', proof: PASSWORD })).code).toBe(
      'identity.tooManyAttempts',
    );
  });

  it('lets a password be changed, which ends the other sessions and tells the owner', async () => {
    const person = await makePerson();
    await database.admin`update guard.account set session_limit = 3 where person_id = ${person.id}`;
    const [one, two] = [await arrive(person), await arrive(person)];
    const changed = await one.browser.mutate('security.changePassword', { password: 'otro tren azul a Teruel' });
    expect(dataOf(changed)).toEqual({ ended: 1 });
    expect(await isIn(one.browser)).toBe(true);
    expect(appOf(await two.browser.query('sessionsSingle.validateSession')).params.reason).toBe('password');
    expect(await templatesTo(person.email)).toContain('password-changed');
  });
});

describe('a trusted device', () => {
  it('skips the second factor, keeps its cookie, is displaced like any other, and never skips a fresh proof', async () => {
    const { id, email, browser, secret } = await withAuthenticator();
    expect((await browser.mutate('security.trustDevice')).status).toBe(200);
    const again = await logIn(browser, email);
    expect(dataOf(again)).toMatchObject({ needs: [] });
    const line = cookiesOf(again).find((each) => each.startsWith('rs=')) as string;
    const age = Number(/Max-Age=(\d+)/.exec(line)?.[1]);
    expect(age).toBeGreaterThan(29 * 86_400);
    expect(age).toBeLessThanOrEqual(30 * 86_400);
    expect(appOf(await browser.mutate('security.removeTotp')).code).toBe('identity.stepUpNeeded');
    const other = door.browser();
    await logIn(other, email);
    await other.mutate('auth.proveFactor', { factor: 'totp', code: codeOn(secret) });
    expect(appOf(await browser.query('sessionsSingle.validateSession')).params.reason).toBe('displaced');
    await database.admin`update guard.device set trusted_until = now() where person_id = ${id} and trust_slot is not null`;
    expect(dataOf(await logIn(browser, email))).toMatchObject({ needs: ['totp', 'recovery'] });
  });

  it('is one of three at most, also when many ask at once', async () => {
    const person = await makePerson();
    await database.admin`update guard.account set session_limit = 6 where person_id = ${person.id}`;
    const browsers: Browser[] = [];
    for (let n = 0; n < 5; n += 1) {
      const browser = door.browser();
      const device = randomUUID();
      browser.cookies.set('rd', device);
      await database.admin`insert into guard.device (person_id, secret_hash, browser, system, kind)
        values (${person.id}, sha256(convert_to(${device}, 'UTF8')), 'Chrome', 'Linux', 'desktop')`;
      await logIn(browser, person.email);
      browsers.push(browser);
    }
    // each was proved by a second factor, which trust stands in for
    await database.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x01', now())`;
    await database.admin`update guard.session set amr = amr || 'totp'::text where person_id = ${person.id}`;
    const answers = await Promise.all(browsers.map((browser) => browser.mutate('security.trustDevice')));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(3);
    expect(answers.filter((answer) => answer.status === 409).map((answer) => appOf(answer).code)).toEqual(
      Array(2).fill('identity.tooManyTrusted'),
    );
    const cards = dataOf<{ id: string; trustedUntil: string | null }[]>(
      await (browsers[0] as Browser).query('ownAccount.devices'),
    );
    const trusted = cards.filter((card) => card.trustedUntil !== null);
    expect([cards.length, trusted.length]).toEqual([5, 3]);
    const [first] = trusted;
    await (browsers[0] as Browser).mutate('security.untrustDevice', { deviceId: first?.id });
    const left = browsers[answers.findIndex((answer) => answer.status === 409)] as Browser;
    expect((await left.mutate('security.trustDevice')).status).toBe(200);
  });

  it('that is shut out loses its sessions and begins anew', async () => {
    const person = await makePerson();
    await database.admin`update guard.account set session_limit = 3 where person_id = ${person.id}`;
    const [one, two] = [await arrive(person), await arrive(person)];
    const cards = dataOf<{ id: string; isCurrent: boolean }[]>(await one.browser.query('ownAccount.devices'));
    const deviceId = cards.find((card) => !card.isCurrent)?.id;
    expect(dataOf(await one.browser.mutate('ownAccount.endDevice', { deviceId, forget: true }))).toEqual({ ended: 1 });
    expect(await isIn(two.browser)).toBe(false);
    expect(dataOf(await logIn(two.browser, person.email))).toMatchObject({ needs: ['email'] });
  });
});

it('a device that is new to its person is told of by mail, but not the first of all', async () => {
  const person = await makePerson();
  await arrive(person);
  expect(await templatesTo(person.email)).not.toContain('new-device');
  await arrive(person);
  expect(await templatesTo(person.email)).toContain('new-device');
});
