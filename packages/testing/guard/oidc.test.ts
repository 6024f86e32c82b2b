import { randomUUID } from 'node:crypto';
import { type FederatedProvider, FederationError, oidcProvider } from '@recado/auth';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Account, EVERY_TENANT, startOidcIssuer, type Twist } from '../src/oidc-issuer.ts';

const CLIENT = { id: 'recado', secret: 'between us' };
const REDIRECT = 'http://localhost:4300/oauth/google/callback';
const ANA: Account = { sub: 'ana-1', email: 'Ana@gmail.com', email_verified: true, name: 'Ana Ruiz' };

let issuer: Awaited<ReturnType<typeof startOidcIssuer>>;
let other: Awaited<ReturnType<typeof startOidcIssuer>>;
let google: FederatedProvider;
beforeAll(async () => {
  [issuer, other] = await Promise.all([startOidcIssuer(CLIENT), startOidcIssuer(CLIENT)]);
  google = providerAt(issuer.issuer);
});
afterAll(() => Promise.all([issuer.close(), other.close()]));
beforeEach(() => {
  issuer.deny(false);
  issuer.next(ANA);
});

const providerAt = (url: string, name: 'google' | 'microsoft' = 'google') =>
  oidcProvider({
    ...{ name, issuer: url, clientId: CLIENT.id, clientSecret: CLIENT.secret },
    ...{ redirectUri: REDIRECT, allowPlainHttp: true },
  });

/** What a browser brings back from the issuer's page. */
async function visit(url: string): Promise<URLSearchParams> {
  const answer = await fetch(url, { redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '').searchParams;
}

/** The whole way; `account` and `twist` are the issuer's doing. */
async function goThere(account: Account = ANA, twist: Twist = {}, provider = google) {
  issuer.next(account, twist);
  const departure = await provider.begin();
  return await provider.finish(await visit(departure.url), departure);
}
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'let in',
    (error) => (error instanceof FederationError ? error.reason : String(error)),
  );

test('somebody is who the issuer says, under its own name for them', async () => {
  expect(await goThere()).toEqual({
    issuer: issuer.issuer,
    subject: 'ana-1',
    email: 'Ana@gmail.com',
    isEmailVerified: true,
    isMailboxProven: true,
    name: 'Ana Ruiz',
  });
});

test('the browser leaves with state, nonce and a challenge, and the verifier stays', async () => {
  const departure = await google.begin();
  const asked = Object.fromEntries(new URL(departure.url).searchParams);
  expect(asked).toMatchObject({
    ...{ response_type: 'code', redirect_uri: REDIRECT, scope: 'openid email profile', code_challenge_method: 'S256' },
    ...{ state: departure.state, nonce: departure.nonce },
  });
  expect(departure.url).not.toContain(departure.verifier);
  const again = await google.begin();
  expect(
    new Set([departure.state, departure.nonce, departure.verifier, again.state, again.nonce, again.verifier]).size,
  ).toBe(6);
});

describe('what an address proves', () => {
  const CASES: [
    what: string,
    name: 'google' | 'microsoft',
    account: Partial<Account>,
    verified: boolean,
    mailbox: boolean,
  ][] = [
    ['a verified gmail.com', 'google', {}, true, true],
    ['the domain that Google runs for a company', 'google', { email: 'ana@taller.es', hd: 'taller.es' }, true, true],
    ['another domain than the one Google runs', 'google', { email: 'ana@otra.es', hd: 'taller.es' }, true, false],
    ['an address elsewhere that Google verified once', 'google', { email: 'ana@taller.es' }, true, false],
    ['an address that nobody verified', 'google', { email_verified: false }, false, false],
    ['a verified sign that is a text', 'google', { email_verified: 'true' as unknown as boolean }, false, false],
    ['whatever Microsoft says', 'microsoft', { hd: 'gmail.com' }, false, false],
  ];
  test.each(CASES)('%s', async (_what, name, account, isEmailVerified, isMailboxProven) => {
    const found = await goThere({ ...ANA, ...account }, {}, providerAt(issuer.issuer, name));
    expect(found).toMatchObject({ isEmailVerified, isMailboxProven });
  });

  test('somebody without an address is somebody all the same', async () => {
    expect(await goThere({ sub: 'quiet' })).toMatchObject({ subject: 'quiet', email: null, isMailboxProven: false });
  });
});

describe('an attack', () => {
  const TWISTS: [what: string, twist: Twist][] = [
    ['another nonce', { nonce: 'not yours' }],
    ['another issuer in the token', { issuer: 'https://accounts.evil.example' }],
    ['a token for another client', { audience: 'another client' }],
    ['a token that has run out', { expiresInSeconds: -120 }],
    ['a token that nobody signed', { signedBy: 'nobody' }],
    ['a token that somebody else signed', { signedBy: 'somebody else' }],
    ['an answer that names another issuer (mix-up)', { answerIssuer: 'https://accounts.evil.example' }],
  ];
  test.each(TWISTS)('%s is refused', async (_what, twist) => {
    expect(await refusal(goThere(ANA, twist))).toBe('refused');
  });

  test('another state is refused before anything is exchanged', async () => {
    const departure = await google.begin();
    const back = await visit(departure.url);
    expect(await refusal(google.finish(back, { ...departure, state: 'somebody else began this' }))).toBe('refused');
    back.delete('state');
    expect(await refusal(google.finish(back, departure))).toBe('refused');
  });

  test('a code is worth one exchange, and nothing without its verifier', async () => {
    const departure = await google.begin();
    const back = await visit(departure.url);
    await google.finish(back, departure);
    expect(await refusal(google.finish(back, departure))).toBe('refused');
    const next = await google.begin();
    const stolen = await visit(next.url);
    expect(await refusal(google.finish(stolen, { ...next, verifier: departure.verifier }))).toBe('refused');
  });

  test('an answer without the name of its issuer is refused where the issuer promises it', async () => {
    const departure = await google.begin();
    const back = await visit(departure.url);
    back.delete('iss');
    expect(await refusal(google.finish(back, departure))).toBe('refused');
  });

  test('what another issuer answered cannot be brought to this one', async () => {
    other.next(ANA);
    const elsewhere = await providerAt(other.issuer).begin();
    const back = await visit(elsewhere.url);
    expect(await refusal(google.finish(back, elsewhere))).toBe('refused');
    back.set('iss', issuer.issuer);
    expect(await refusal(google.finish(back, elsewhere))).toBe('refused');
  });
});

test('somebody who says no is told apart from what went wrong', async () => {
  issuer.deny(true);
  expect(await refusal(goThere())).toBe('cancelled');
});

test('an issuer that does not answer is asked again by whoever comes next', async () => {
  const gone = await startOidcIssuer({ id: randomUUID(), secret: 'x' });
  await gone.close();
  const provider = providerAt(gone.issuer);
  expect(await refusal(provider.begin())).toBe('unreachable');
  expect(await refusal(provider.begin())).toBe('unreachable');
});

test('an issuer must speak TLS unless it was said that it need not', async () => {
  const strict = oidcProvider({
    ...{
      name: 'google',
      issuer: issuer.issuer,
      clientId: CLIENT.id,
      clientSecret: CLIENT.secret,
      redirectUri: REDIRECT,
    },
  });
  expect(await refusal(strict.begin())).toBe('unreachable');
});

describe('Microsoft, whose one issuer serves every tenant', () => {
  const HOME = '72f988bf-86f1-41af-91ab-2d7cd011db47';
  const FOREIGN = '00000000-0000-4000-8000-00000000f0e1';
  const of = (tenant: string) => EVERY_TENANT.replace('{tenantid}', tenant);
  let everyTenant: Awaited<ReturnType<typeof startOidcIssuer>>;
  beforeAll(async () => {
    everyTenant = await startOidcIssuer(CLIENT, 'every tenant');
  });
  afterAll(() => everyTenant.close());

  const enter = async (account: Account, twist: Twist = {}) => {
    const provider = oidcProvider({
      ...{ name: 'microsoft', issuer: 'https://login.microsoftonline.com/common/v2.0', redirectUri: REDIRECT },
      ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret, allowPlainHttp: true },
      fetch: (url, init) => everyTenant.fetch(url, init as RequestInit),
    });
    everyTenant.next(account, twist);
    const departure = await provider.begin();
    return await provider.finish(await visit(departure.url), departure);
  };

  test('a person is known under the issuer of their own tenant', async () => {
    expect(await enter({ sub: 'eva', tid: HOME, email: 'eva@contoso.example' })).toMatchObject({
      issuer: of(HOME),
      subject: 'eva',
      isEmailVerified: false,
      isMailboxProven: false,
    });
  });

  test('two people of one name in two tenants are two people', async () => {
    const [one, two] = [await enter({ sub: 'eva', tid: HOME }), await enter({ sub: 'eva', tid: FOREIGN })];
    expect(one.issuer).not.toBe(two.issuer);
  });

  test.each([
    ['a token of one tenant that says to be of another', { tid: HOME }, of(FOREIGN)],
    ['a token of no tenant', {}, of(HOME)],
    ['the name that stands for all of them', { tid: HOME }, EVERY_TENANT],
    ['somebody else’s issuer', { tid: HOME }, 'https://login.example/v2.0'],
  ])('%s is refused', async (_what, account, issuedBy) => {
    expect(await refusal(enter({ sub: 'eva', ...account }, { issuer: issuedBy }))).toBe('refused');
  });
});
