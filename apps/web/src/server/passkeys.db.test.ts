import { randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { type Deviation, softwareAuthenticator } from '@recado/testing/software-authenticator';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

const ORIGIN = 'http://localhost:4300';
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

const appOf = (answer: Answer) => (answer.json as { error: { data: { app: { code: string } } } }).error.data.app;
const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
type Made = { challenge: string; rp: { id: string }; excludeCredentials: unknown[] };
type Asked = { challenge: string; rpId: string };
type Key = ReturnType<typeof softwareAuthenticator>;

/** A person who is in, in a browser of their own. */
async function enter(): Promise<{ browser: Browser; personId: string; email: string }> {
  const email = `ana.${randomUUID()}@taller.example`;
  await database.admin`insert into guard.person (email, email_key, name, password_hash) values (${email}, ${email}, 'Ana', ${hash})`;
  const browser = door.browser();
  await browser.mutate('auth.logIn', { email, password: PASSWORD });
  const opened = await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
  return { browser, email, personId: dataOf<{ personId: string }>(opened).personId };
}
async function add(browser: Browser, key: Key = softwareAuthenticator(ORIGIN), how: Deviation = {}) {
  const options = dataOf<Made>(await browser.mutate('passkeys.beginAdd'));
  const answer = await browser.mutate('passkeys.add', { name: 'Portátil', answer: key.make(options, how) });
  return { key, options, answer };
}
const ask = async (browser: Browser) => dataOf<Asked>(await browser.mutate('passkeys.begin'));
const logIn = async (browser: Browser, key: Key, how: Deviation = {}) =>
  browser.mutate('passkeys.logIn', key.assert(await ask(browser), how));
const passkeysOf = async (personId: string) =>
  await database.admin`select id, sign_count from guard.passkey where person_id = ${personId}`;

describe('a passkey', () => {
  it('is made for its owner, and opens in a browser that was never seen, with a second factor set up and nothing else asked', async () => {
    const { browser, personId, email } = await enter();
    const { key, answer } = await add(browser);
    expect(answer.status).toBe(200);
    expect((await door.newestMail(email)).text).toContain('una llave de acceso');
    await database.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${personId}, '\\x01', now())`;
    const fresh = door.browser();
    const opened = await logIn(fresh, key);
    expect(dataOf(opened)).toEqual({ needs: [], personId, displaced: 1 });
    const [session] =
      await database.admin`select amr, aal from guard.session where person_id = ${personId} and ended_at is null`;
    expect(session).toEqual({ amr: ['passkey'], aal: 2 });
  });

  it('gives the session in which it is made both factors', async () => {
    const { browser, personId } = await enter();
    const before = await database.admin`select amr from guard.session where person_id = ${personId}`;
    expect(before).toMatchObject([{ amr: ['pwd', 'email'] }]);
    await database.admin`update guard.session set amr = array['pwd'], aal = 1 where person_id = ${personId}`;
    await add(browser);
    const after = await database.admin`select amr, aal from guard.session where person_id = ${personId}`;
    expect(after).toMatchObject([{ amr: ['pwd', 'passkey'], aal: 2 }]);
  });

  it('is offered without those its owner has, and asks for user verification', async () => {
    const { browser } = await enter();
    await add(browser);
    const options = dataOf<Made & { authenticatorSelection: object }>(await browser.mutate('passkeys.beginAdd'));
    expect(options.rp.id).toBe('localhost');
    expect(options.excludeCredentials).toHaveLength(1);
    expect(options.authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' });
    expect(await ask(door.browser())).toMatchObject({ rpId: 'localhost', userVerification: 'required' });
  });

  it('is listed, renamed and removed by its owner alone', async () => {
    const ana = await enter();
    const eva = await enter();
    const { key, answer } = await add(ana.browser);
    const { id } = dataOf<{ id: string }>(answer);
    expect(dataOf(await eva.browser.query('passkeys.list'))).toEqual([]);
    for (const [procedure, input] of [
      ['passkeys.rename', { passkeyId: id, name: 'Mía' }],
      ['passkeys.remove', { passkeyId: id }],
    ] as const)
      expect(appOf(await eva.browser.mutate(procedure, input)).code).toBe('identity.identityNotFound');
    await ana.browser.mutate('passkeys.rename', { passkeyId: id, name: 'Casa' });
    const listed = await ana.browser.query('passkeys.list');
    expect(dataOf(listed)).toMatchObject([{ id, name: 'Casa', isSynced: false, usedAt: null }]);
    expect(dataOf(await ana.browser.mutate('passkeys.remove', { passkeyId: id }))).toEqual({ ok: true });
    expect(appOf(await logIn(door.browser(), key)).code).toBe('identity.passkeyRefused');
  });

  it('is made and removed only by whoever proved themselves in the last ten minutes', async () => {
    const { browser, personId } = await enter();
    const { answer } = await add(browser);
    const options = dataOf<Made>(await browser.mutate('passkeys.beginAdd'));
    await database.admin`update guard.session set created_at = now() - interval '11 minutes', stepup_at = null where person_id = ${personId}`;
    const late = softwareAuthenticator(ORIGIN).make(options);
    const refused = [
      await browser.mutate('passkeys.beginAdd'),
      await browser.mutate('passkeys.add', { name: 'Otra', answer: late }),
      await browser.mutate('passkeys.remove', { passkeyId: dataOf<{ id: string }>(answer).id }),
    ];
    expect(refused.map((each) => appOf(each).code)).toEqual(Array(3).fill('identity.stepUpNeeded'));
    expect(await passkeysOf(personId)).toHaveLength(1);
  });

  it('that is the only way in stays', async () => {
    const { browser, personId } = await enter();
    const { answer } = await add(browser);
    await database.admin`update guard.person set password_hash = null where id = ${personId}`;
    const { id } = dataOf<{ id: string }>(answer);
    expect(appOf(await browser.mutate('passkeys.remove', { passkeyId: id })).code).toBe('identity.lastWayIn');
  });
});

describe('an answer', () => {
  const WRONG: [what: string, how: Deviation][] = [
    ['from another origin', { origin: 'https://evil.example' }],
    ['for another relying party', { rpId: 'evil.example' }],
    ['without user verification', { isUnverified: true }],
  ];
  it.each(WRONG)('%s makes nothing and opens nothing', async (_what, how) => {
    const { browser, personId } = await enter();
    expect(appOf((await add(browser, softwareAuthenticator(ORIGIN), how)).answer).code).toBe('identity.passkeyRefused');
    expect(await passkeysOf(personId)).toHaveLength(0);
    const { key } = await add(browser);
    const fresh = door.browser();
    expect(appOf(await logIn(fresh, key, how)).code).toBe('identity.passkeyRefused');
    expect(fresh.cookies.has('rs')).toBe(false);
    expect((await browser.query('sessionsSingle.validateSession')).status).toBe(200);
  });

  it('to a challenge works once, in the browser that was asked, for five minutes', async () => {
    const { browser } = await enter();
    const { key, options } = await add(browser);
    const again = await browser.mutate('passkeys.add', {
      name: 'Otra',
      answer: softwareAuthenticator(ORIGIN).make(options),
    });
    expect(appOf(again).code).toBe('identity.attemptGone');
    const fresh = door.browser();
    const answer = key.assert(await ask(fresh));
    const thief = door.browser();
    await ask(thief);
    expect(appOf(await thief.mutate('passkeys.logIn', answer)).code).toBe('identity.attemptGone');
    expect((await fresh.mutate('passkeys.logIn', answer)).status).toBe(200);
    expect(appOf(await fresh.mutate('passkeys.logIn', answer)).code).toBe('identity.attemptGone');
    const slow = key.assert(await ask(fresh));
    await database.admin`update guard.passkey_challenge set expires_at = now()`;
    expect(appOf(await fresh.mutate('passkeys.logIn', slow)).code).toBe('identity.attemptGone');
    const invented = key.assert({ challenge: 'AAAA', rpId: 'localhost' });
    expect(appOf(await fresh.mutate('passkeys.logIn', invented)).code).toBe('identity.attemptGone');
  });

  it('to a challenge for entering makes no passkey, and the other way round', async () => {
    const { browser } = await enter();
    const { key } = await add(browser);
    const asked = await ask(browser);
    const made = softwareAuthenticator(ORIGIN).make({ challenge: asked.challenge, rp: { id: asked.rpId } });
    expect(appOf(await browser.mutate('passkeys.add', { name: 'Otra', answer: made })).code).toBe(
      'identity.attemptGone',
    );
    const options = dataOf<Made>(await browser.mutate('passkeys.beginAdd'));
    const asserted = key.assert({ challenge: options.challenge, rpId: options.rp.id });
    expect(appOf(await browser.mutate('passkeys.logIn', asserted)).code).toBe('identity.attemptGone');
  });

  it('whose count stands still or goes back is a copy, and is refused', async () => {
    const { browser, personId } = await enter();
    const { key } = await add(browser);
    expect((await logIn(door.browser(), key, { count: 9 })).status).toBe(200);
    for (const count of [9, 3, 0])
      expect(appOf(await logIn(door.browser(), key, { count })).code).toBe('identity.passkeyRefused');
    expect(await passkeysOf(personId)).toMatchObject([{ sign_count: '9' }]);
    expect((await logIn(door.browser(), key, { count: 10 })).status).toBe(200);
  });

  it('of an authenticator that counts nothing is taken', async () => {
    const { browser } = await enter();
    const { key } = await add(browser, softwareAuthenticator(ORIGIN), { count: 0 });
    for (let n = 0; n < 2; n += 1) expect((await logIn(door.browser(), key, { count: 0 })).status).toBe(200);
  });

  it('of a passkey that nobody has is refused in the same words, and so is one signed by another key', async () => {
    expect(appOf(await logIn(door.browser(), softwareAuthenticator(ORIGIN))).code).toBe('identity.passkeyRefused');
    const { browser } = await enter();
    const { key } = await add(browser);
    const fresh = door.browser();
    const asked = await ask(fresh);
    const forged = softwareAuthenticator(ORIGIN).assert(asked);
    const { id } = key.assert(asked);
    expect(appOf(await fresh.mutate('passkeys.logIn', { ...forged, id, rawId: id })).code).toBe(
      'identity.passkeyRefused',
    );
  });
});

describe('on an account with a passkey', () => {
  const withPassword = (browser: Browser, email: string) => browser.mutate('auth.logIn', { email, password: PASSWORD });
  const liveOf = async (personId: string) =>
    (await database.admin`select id from guard.session where person_id = ${personId} and ended_at is null`).map(
      ({ id }) => id,
    );

  it('a password alone opens nothing and displaces nobody, also in a browser that its owner has used', async () => {
    const { browser, personId, email } = await enter();
    const { key } = await add(browser);
    const live = await liveOf(personId);
    expect(dataOf(await withPassword(browser, email))).toMatchObject({ needs: ['email', 'passkey'] });
    expect(appOf(await browser.mutate('sessionsSingle.initSession')).code).toBe('identity.factorMissing');
    expect(await liveOf(personId)).toEqual(live);
    expect(dataOf(await logIn(browser, key))).toMatchObject({ needs: [], personId });
  });

  it('the mailbox lets in whoever has lost it', async () => {
    const { browser, email } = await enter();
    await add(browser);
    const fresh = door.browser();
    await withPassword(fresh, email);
    const opened = await fresh.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
    expect(dataOf(opened)).toMatchObject({ needs: [] });
  });

  it('neither password nor mailbox proves anybody anew inside a session, and a login by the mailbox does, for whoever has lost it', async () => {
    const { browser, personId, email } = await enter();
    const { answer } = await add(browser);
    const { id } = dataOf<{ id: string }>(answer);
    const remove = (by: Browser) => by.mutate('passkeys.remove', { passkeyId: id });
    await database.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${personId}`;
    expect(dataOf(await browser.query('security.factors'))).toMatchObject({ ways: ['passkey'], hasPassword: true });
    const byPassword = await browser.mutate('security.stepUp', { way: 'pwd', proof: PASSWORD });
    expect(appOf(byPassword).code).toBe('identity.wrongProof');
    await browser.mutate('security.sendCode');
    const sent =
      await database.admin`select 1 from guard.outgoing_mail where recipient = ${email} and template = 'step-up-code'`;
    expect(sent).toHaveLength(0);
    expect(appOf(await remove(browser)).code).toBe('identity.stepUpNeeded');
    expect(await passkeysOf(personId)).toHaveLength(1);
    await withPassword(browser, email);
    await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
    expect(dataOf(await remove(browser))).toEqual({ ok: true });
  });

  it('it proves its owner anew inside a session, once, and nobody else', async () => {
    const ana = await enter();
    const eva = await enter();
    const { key } = await add(ana.browser);
    const { key: other } = await add(eva.browser);
    await database.admin`update guard.session set stepup_at = now() - interval '11 minutes' where person_id = ${ana.personId}`;
    expect(appOf(await ana.browser.mutate('passkeys.beginAdd')).code).toBe('identity.stepUpNeeded');
    const prove = async (by: Key) =>
      ana.browser.mutate('security.stepUp', { way: 'passkey', answer: by.assert(await ask(ana.browser)) });
    expect(appOf(await prove(other)).code).toBe('identity.passkeyRefused');
    expect(appOf(await ana.browser.mutate('passkeys.beginAdd')).code).toBe('identity.stepUpNeeded');
    const answer = key.assert(await ask(ana.browser));
    expect((await ana.browser.mutate('security.stepUp', { way: 'passkey', answer })).status).toBe(200);
    expect((await ana.browser.mutate('passkeys.beginAdd')).status).toBe(200);
    expect(appOf(await ana.browser.mutate('security.stepUp', { way: 'passkey', answer })).code).toBe(
      'identity.attemptGone',
    );
  });
});
