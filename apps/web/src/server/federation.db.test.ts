import { randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { type Account, startOidcIssuer, type Twist } from '@recado/testing/oidc-issuer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

const PASSWORD = 'un tren verde a Soria';
const CLIENT = { id: 'recado', secret: 'between us' };
let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
let google: Awaited<ReturnType<typeof startOidcIssuer>>;
let microsoft: Awaited<ReturnType<typeof startOidcIssuer>>;
let hash: string;
beforeAll(async () => {
  [database, google, microsoft] = await Promise.all([
    createDatabase(),
    startOidcIssuer(CLIENT),
    startOidcIssuer(CLIENT),
  ]);
  door = await startFrontDoor(database, { issuers: { GOOGLE: google.issuer, MICROSOFT: microsoft.issuer } });
  hash = await door.house.identity.hashPassword(PASSWORD);
});
afterAll(async () => {
  await Promise.all([door.close(), google.close(), microsoft.close()]);
  await database.drop();
});

const appOf = (answer: Answer) =>
  (answer.json as { error: { data: { app: { code: string; params: Record<string, unknown> } } } }).error.data.app;
const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
const toOf = (answer: Answer) => answer.headers.location as string;
const gmail = (): Account => {
  const sub = randomUUID();
  return { sub, email: `ana.${sub}@gmail.com`, email_verified: true, name: 'Ana Ruiz' };
};

/** A person with the password of these tests. */
async function makePerson(email: string): Promise<string> {
  const [row] = await database.admin`insert into guard.person (email, email_key, name, password_hash)
    values (${email}, ${email}, 'Ana', ${hash}) returning id`;
  return row?.id;
}
const linkTo = (personId: string, account: Account, issuer = google.issuer, provider = 'google') =>
  database.admin`insert into guard.federated_identity (person_id, provider, issuer, subject, email)
    values (${personId}, ${provider}, ${issuer}, ${account.sub}, ${account.email ?? null})`;
const liveSessions = async (personId: string) =>
  (await database.admin`select id, amr from guard.session where person_id = ${personId} and ended_at is null`).map(
    (row) => row.amr as string[],
  );

/** The page asks for the address, the browser goes there; answers the way back. */
async function visit(browser: Browser, provider: 'google' | 'microsoft', account: Account, twist: Twist = {}) {
  const begun = await browser.mutate('federation.begin', { provider });
  return await visitAt(dataOf<{ url: string }>(begun).url, provider, account, twist);
}
async function visitAt(url: string, provider: 'google' | 'microsoft', account: Account, twist: Twist = {}) {
  (provider === 'google' ? google : microsoft).next(account, twist);
  const answer = await fetch(url, { redirect: 'manual' });
  const back = new URL(answer.headers.get('location') ?? '');
  return `${back.pathname}${back.search}`;
}
// as a browser that another site sends back
const comeBack = (browser: Browser, path: string) =>
  browser.ask('GET', path, { headers: { 'sec-fetch-site': 'cross-site' } });
const enter = async (browser: Browser, account: Account, provider: 'google' | 'microsoft' = 'google', twist?: Twist) =>
  comeBack(browser, await visit(browser, provider, account, twist));
const business = { business: 'Taller Ruiz', industry: 'cars', acceptsTerms: true };

/** Logs in by password in a browser that is new, with the code from the mailbox. */
async function logIn(browser: Browser, email: string): Promise<string> {
  await browser.mutate('auth.logIn', { email, password: PASSWORD });
  const opened = await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
  return dataOf<{ personId: string }>(opened).personId;
}

describe('somebody new', () => {
  it('signs up with name and address proven, and is in without password or code', async () => {
    const account = gmail();
    const browser = door.browser();
    expect(toOf(await enter(browser, account))).toBe('/signup/account');
    expect(dataOf(await browser.query('federation.claim'))).toEqual({
      ...{ provider: 'google', email: account.email, name: 'Ana Ruiz', isMailboxProven: true, asks: 'signUp' },
    });
    const signedUp = await browser.mutate('federation.signUp', { name: 'Ana', email: account.email, ...business });
    const { personId } = dataOf<{ opened: { personId: string } }>(signedUp).opened;
    expect(await liveSessions(personId)).toEqual([['oauth', 'email']]);
    expect(browser.cookies.has('ro')).toBe(false);

    // the next time the issuer is enough, also in a browser that was never seen
    const other = door.browser();
    expect(toOf(await enter(other, account))).toBe('/');
    expect(other.cookies.has('rs')).toBe(true);
    expect(await liveSessions(personId)).toHaveLength(1);
  });

  it('proves by a code an address that the issuer does not run', async () => {
    const email = `ana.${randomUUID()}@taller.example`;
    const account = { sub: randomUUID(), email, name: 'Ana' };
    const browser = door.browser();
    expect(toOf(await enter(browser, account, 'microsoft'))).toBe('/signup/account');
    const begun = dataOf<{ id: string; opened: null }>(
      await browser.mutate('federation.signUp', { name: 'Ana', email, ...business }),
    );
    expect(begun.opened).toBeNull();
    const code = await door.codeFor(email);
    const verified = dataOf<{ personId: string }>(await browser.mutate('auth.verify', { id: begun.id, code }));
    expect(await liveSessions(verified.personId)).toEqual([['oauth', 'email']]);
    expect(toOf(await enter(browser, account, 'microsoft'))).toBe('/');
  });

  it('cannot put another address under what the issuer proved: it is proved by a code like any other', async () => {
    const browser = door.browser();
    await enter(browser, gmail());
    const answer = await browser.mutate('federation.signUp', {
      ...{ name: 'Ana', email: `otra.${randomUUID()}@taller.example`, ...business },
    });
    expect(dataOf<{ opened: null }>(answer).opened).toBeNull();
    expect(browser.cookies.has('rs')).toBe(false);
  });

  it('learns nothing of an address that nobody verified: a taken one is answered like a free one', async () => {
    const email = `ana.${randomUUID()}@taller.example`;
    const owner = await makePerson(email);
    const browser = door.browser();
    expect(toOf(await enter(browser, { sub: randomUUID(), email }, 'microsoft'))).toBe('/signup/account');
    const taken = await browser.mutate('federation.signUp', { name: 'Ana', email, ...business });
    expect([taken.status, dataOf<{ opened: null }>(taken).opened]).toEqual([200, null]);
    expect((await door.newestMail(email)).subject).toBe('Ya tienes una cuenta en Recado');
    expect(await liveSessions(owner)).toEqual([]);
    expect(await database.admin`select 1 from guard.federated_identity where person_id = ${owner}`).toHaveLength(0);
  });
});

describe('an address that has an account', () => {
  it('opens nothing and links nothing: its owner logs in first, then links, and the mailbox is told', async () => {
    const account = gmail();
    const email = account.email as string;
    const personId = await makePerson(email);
    const browser = door.browser();
    expect(toOf(await enter(browser, account))).toBe('/login?from=link');
    expect(browser.cookies.has('rs')).toBe(false);
    expect(dataOf(await browser.query('federation.claim'))).toMatchObject({ asks: 'logIn' });
    expect(appOf(await browser.mutate('federation.signUp', { name: 'Ana', email, ...business })).code).toBe(
      'identity.logInFirst',
    );
    await logIn(browser, email);
    expect(dataOf(await browser.mutate('federation.linkClaim'))).toEqual({ ok: true });
    expect((await door.newestMail(email)).text).toContain('una cuenta de Google');
    expect(toOf(await enter(door.browser(), account))).toBe('/');
    expect(await liveSessions(personId)).toHaveLength(1);
  });

  it('is not linked by somebody else who logs in there, nor from another browser', async () => {
    const account = gmail();
    await makePerson(account.email as string);
    const stranger = `eva.${randomUUID()}@taller.example`;
    await makePerson(stranger);
    const browser = door.browser();
    await enter(browser, account);
    await logIn(browser, stranger);
    expect(appOf(await browser.mutate('federation.linkClaim')).code).toBe('identity.attemptGone');
    const owner = door.browser();
    await logIn(owner, account.email as string);
    owner.cookies.set('ro', browser.cookies.get('ro') as string);
    expect(appOf(await owner.mutate('federation.linkClaim')).code).toBe('identity.attemptGone');
  });

  it('is no door for whoever made the account before its owner came (pre-account hijack)', async () => {
    // Eve signs up with Ana's address by an account of hers at an issuer; she cannot read Ana's mail
    const account = gmail();
    const eve = door.browser();
    await enter(eve, { sub: randomUUID(), email: account.email as string }, 'microsoft');
    await eve.mutate('federation.signUp', { name: 'Eve', email: account.email, ...business });
    // Ana comes with her own: she gets an account of her own, and what Eve prepared is void
    const ana = door.browser();
    await enter(ana, account);
    const mine = await ana.mutate('federation.signUp', { name: 'Ana', email: account.email, ...business });
    const { personId } = dataOf<{ opened: { personId: string } }>(mine).opened;
    const linked = await database.admin`select provider from guard.federated_identity where person_id = ${personId}`;
    expect(linked.map((row) => row.provider)).toEqual(['google']);
    expect(
      await database.admin`select 1 from guard.pending_signup where email_key = ${account.email as string}`,
    ).toHaveLength(0);
  });
});

describe('an account that is linked', () => {
  it('still needs the second factor of its person, and displaces nobody before it', async () => {
    const account = gmail();
    const personId = await makePerson(account.email as string);
    await linkTo(personId, account);
    const first = door.browser();
    expect(toOf(await enter(first, account))).toBe('/');
    await database.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${personId}, '\\x01', now())`;
    const second = door.browser();
    expect(toOf(await enter(second, account))).toBe('/login?from=waiting');
    expect(second.cookies.has('rs')).toBe(false);
    expect(dataOf(await second.query('auth.pending'))).toMatchObject({ needs: ['totp'] });
    expect((await first.query('sessionsSingle.validateSession')).status).toBe(200);
  });

  it('asks a new browser for a code from a mailbox that the issuer does not run, and a known one for nothing', async () => {
    const email = `ana.${randomUUID()}@taller.example`;
    const account = { sub: randomUUID(), email, email_verified: true };
    const personId = await makePerson(email);
    await linkTo(personId, account);
    const browser = door.browser();
    expect(toOf(await enter(browser, account))).toBe('/login?from=waiting');
    const opened = await browser.mutate('auth.proveEmailCode', { code: await door.codeFor(email) });
    expect(dataOf(opened)).toMatchObject({ needs: [], personId });
    expect(toOf(await enter(browser, account))).toBe('/');
  });

  it('proves only the mailbox that the issuer speaks for, not the one its person has by now', async () => {
    const account = gmail();
    await linkTo(await makePerson(`nueva.${randomUUID()}@taller.example`), account);
    expect(toOf(await enter(door.browser(), account))).toBe('/login?from=waiting');
  });

  it('is known by issuer and subject: the same address under another subject or issuer opens nothing', async () => {
    const account = gmail();
    const personId = await makePerson(account.email as string);
    await linkTo(personId, account);
    expect(toOf(await enter(door.browser(), { ...account, sub: randomUUID() }))).toBe('/login?from=link');
    expect(toOf(await enter(door.browser(), account, 'microsoft'))).toBe('/signup/account');
    expect(await liveSessions(personId)).toEqual([]);
  });

  it('opens nothing while its person is shut out', async () => {
    const account = gmail();
    const personId = await makePerson(account.email as string);
    await linkTo(personId, account);
    await database.admin`select guard.set_disabled(${personId}, true)`;
    expect(toOf(await enter(door.browser(), account))).toBe('/login?from=expired');
    expect(await liveSessions(personId)).toEqual([]);
  });
});

describe('coming back', () => {
  it.each([
    ['with another nonce', { nonce: 'x' }],
    ['with a token of another issuer', { issuer: 'https://evil.example' }],
    ['with a token for another client', { audience: 'x' }],
    ['with a token that ran out', { expiresInSeconds: -120 }],
    ['with a token that nobody signed', { signedBy: 'nobody' }],
    ['with a token that somebody else signed', { signedBy: 'somebody else' }],
    ['from another issuer', { answerIssuer: 'https://evil.example' }],
  ] as [string, Twist][])('%s opens nothing', async (_how, twist) => {
    const account = gmail();
    const personId = await makePerson(account.email as string);
    await linkTo(personId, account);
    const browser = door.browser();
    expect(toOf(await enter(browser, account, 'google', twist))).toBe('/login?from=refused');
    expect([browser.cookies.has('rs'), browser.cookies.has('rp'), await liveSessions(personId)]).toEqual([
      false,
      false,
      [],
    ]);
  });

  it('works once, in the browser and with the state that left, and at the issuer that it left for', async () => {
    const account = gmail();
    await linkTo(await makePerson(account.email as string), account);
    const browser = door.browser();
    const back = await visit(browser, 'google', account);
    const thief = door.browser();
    expect(toOf(await comeBack(thief, back))).toBe('/login?from=expired');
    // with the cookie, but not the device
    thief.cookies.set('ro', browser.cookies.get('ro') as string);
    expect(toOf(await comeBack(thief, back))).toBe('/login?from=expired');
    const otherState = back.replace(/state=[^&]+/, 'state=somebody-else-began-this');
    expect(toOf(await comeBack(browser, otherState))).toBe('/login?from=expired');
    expect(toOf(await comeBack(browser, back.replace('/google/', '/microsoft/')))).toBe('/login?from=expired');
    const secret = browser.cookies.get('ro') as string;
    expect(toOf(await comeBack(browser, back))).toBe('/');
    browser.cookies.set('ro', secret);
    expect(toOf(await comeBack(browser, back))).toBe('/login?from=expired');
  });

  it('comes too late after ten minutes', async () => {
    const account = gmail();
    const browser = door.browser();
    const back = await visit(browser, 'google', account);
    await database.admin`update guard.federation set expires_at = now()`;
    expect(toOf(await comeBack(browser, back))).toBe('/login?from=expired');
  });

  it('after saying no at the issuer is told apart, and answers with fixed words only', async () => {
    google.deny(true);
    const answer = await enter(door.browser(), gmail());
    google.deny(false);
    expect(toOf(answer)).toBe('/login?from=cancelled');
    expect(toOf(await door.browser().ask('GET', '/oauth/https:%2f%2fevil.example/callback?state=a'))).toBe(
      '/login?from=expired',
    );
  });

  it('keeps verifier and nonce sealed, and no secret in the answer that sends away', async () => {
    const browser = door.browser();
    const begun = await browser.mutate('federation.begin', { provider: 'google' });
    expect(begun.text).not.toContain(browser.cookies.get('ro'));
    const nonce = new URL(dataOf<{ url: string }>(begun).url).searchParams.get('nonce') as string;
    const [row] = await database.admin`select f::text line, encode(sealed, 'escape') sealed from guard.federation f
      order by expires_at desc limit 1`;
    expect(`${row?.line}${row?.sealed}`).not.toContain(nonce);
    const line = (begun.headers['set-cookie'] as string[]).find((each) => each.startsWith('ro='));
    expect(line).toMatch(/^ro=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/);
  });
});

it('whoever comes back too often is sent to a page that says so, in and out of a session', async () => {
  const busy = await startFrontDoor(database, { trustedProxies: 1, keys: door.keys });
  const from = (address: string) => busy.browser(undefined, { 'x-forwarded-for': address });
  const turnBack = async (browser: Browser, times: number) => {
    const answers: Answer[] = [];
    for (let n = 0; n < times; n++) answers.push(await browser.ask('GET', '/oauth/google/callback?code=a&state=b'));
    return [answers.at(-2)?.headers.location, answers.at(-1)?.status, answers.at(-1)?.headers.location];
  };
  expect(await turnBack(from('203.0.113.71'), 6)).toEqual(['/login?from=expired', 303, '/login?from=tooOften']);
  const email = `ana.${randomUUID()}@taller.example`;
  await makePerson(email);
  const own = door.browser();
  await logIn(own, email);
  const inside = from('203.0.113.72');
  for (const [name, value] of own.cookies) inside.cookies.set(name, value);
  // a browser that has been in before has as many of its own once those of its address are gone
  expect(await turnBack(inside, 11)).toEqual(['/login?from=expired', 303, '/settings/security?from=tooOften']);
  await busy.close();
});

describe('linking from inside', () => {
  it('asks for a proof of the last ten minutes, links for whoever left, and is listed and undone', async () => {
    const email = `ana.${randomUUID()}@taller.example`;
    const personId = await makePerson(email);
    const browser = door.browser();
    await logIn(browser, email);
    await database.admin`update guard.session set created_at = now() - interval '11 minutes', stepup_at = null where person_id = ${personId}`;
    const late = await browser.mutate('federation.beginLink', { provider: 'google' }, personId);
    expect(appOf(late).code).toBe('identity.stepUpNeeded');
    await database.admin`update guard.session set stepup_at = now() where person_id = ${personId}`;
    const account = gmail();
    const begun = await browser.mutate('federation.beginLink', { provider: 'google' }, personId);
    const back = await visitAt(dataOf<{ url: string }>(begun).url, 'google', account);
    expect(toOf(await comeBack(browser, back))).toBe('/settings/security?from=linked');
    const [card] = dataOf<{ id: string; email: string }[]>(await browser.query('federation.list', undefined, personId));
    expect(card).toMatchObject({ provider: 'google', email: account.email });
    expect(await liveSessions(personId)).toHaveLength(1);
    expect(toOf(await enter(door.browser(), account))).toBe('/login?from=waiting');
    expect(dataOf(await browser.mutate('federation.unlink', { identityId: card?.id }, personId))).toEqual({ ok: true });
    expect((await door.newestMail(email)).text).toContain('se ha quitado tu cuenta de Google');
    const again = await browser.mutate('federation.unlink', { identityId: card?.id }, personId);
    expect(appOf(again).code).toBe('identity.identityNotFound');
  });

  it('never takes an account that opens somebody else', async () => {
    const account = gmail();
    await linkTo(await makePerson(account.email as string), account);
    const email = `eva.${randomUUID()}@taller.example`;
    const eva = await makePerson(email);
    const browser = door.browser();
    await logIn(browser, email);
    const begun = await browser.mutate('federation.beginLink', { provider: 'google' }, eva);
    const back = await visitAt(dataOf<{ url: string }>(begun).url, 'google', account);
    expect(toOf(await comeBack(browser, back))).toBe('/settings/security?from=taken');
    expect(await database.admin`select 1 from guard.federated_identity where person_id = ${eva}`).toHaveLength(0);
  });

  it('keeps the only way in', async () => {
    const account = gmail();
    const browser = door.browser();
    await enter(browser, account);
    await browser.mutate('federation.signUp', { name: 'Ana', email: account.email, ...business });
    const [card] = dataOf<{ id: string }[]>(await browser.query('federation.list'));
    expect(appOf(await browser.mutate('federation.unlink', { identityId: card?.id })).code).toBe('identity.lastWayIn');
  });
});

it('an installation without clients at issuers has no such way', async () => {
  const plain = await startFrontDoor(database);
  const answer = await plain.browser().mutate('federation.begin', { provider: 'google' });
  expect([answer.status, appOf(answer).code]).toEqual([503, 'identity.issuerUnavailable']);
  expect(toOf(await plain.browser().ask('GET', '/oauth/google/callback?code=a&state=b'))).toBe('/login?from=expired');
  await plain.close();
});
