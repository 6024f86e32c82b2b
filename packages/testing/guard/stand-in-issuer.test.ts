import { type FederatedProvider, oidcProvider, type ProviderName } from '@recado/auth';
import { startIssuer } from '@recado/embedded/issuer';
import { afterAll, beforeAll, expect, test } from 'vitest';

const client = { id: 'recado', secret: 'between the two of us' };
const publicUrl = 'http://localhost:4300';
let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer({ port: 0, publicUrl, client });
});
afterAll(() => issuer.stop());

const providerOf = (name: ProviderName, secret = client.secret): FederatedProvider =>
  oidcProvider({
    ...{ name, issuer: `${issuer.url}/${name}`, clientId: client.id, clientSecret: secret },
    ...{ redirectUri: `${publicUrl}/oauth/${name}/callback`, allowPlainHttp: true },
  });

/** Fills in the page that an address leads to; answers where the browser is sent. */
async function fillIn(url: string, form: Record<string, string>): Promise<URL> {
  const answer = await fetch(url, { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
  return new URL(answer.headers.get('location') ?? '', 'http://nowhere');
}

async function enter(name: ProviderName, form: Record<string, string>) {
  const provider = providerOf(name);
  const { url, ...kept } = await provider.begin();
  return await provider.finish((await fillIn(url, form)).searchParams, kept);
}

test('whoever comes says who they are, and the same address is the same account', async () => {
  const [once, again] = [
    await enter('google', { name: 'Ana', email: 'ana@taller.example' }),
    await enter('google', { name: 'Ana Ruiz', email: 'ANA@taller.example' }),
  ];
  expect(once).toMatchObject({ issuer: `${issuer.url}/google`, name: 'Ana', isEmailVerified: true });
  expect(again.subject).toBe(once.subject);
});

test('it speaks for a mailbox where it is told to as Google, and for none as Microsoft', async () => {
  const form = { name: 'Ana', email: 'ana@taller.example' };
  expect((await enter('google', form)).isMailboxProven).toBe(false);
  expect((await enter('google', { ...form, runsMailbox: '1' })).isMailboxProven).toBe(true);
  const there = await enter('microsoft', { ...form, runsMailbox: '1' });
  expect([there.isEmailVerified, there.isMailboxProven]).toEqual([false, false]);
});

test('whoever cancels comes back without a code', async () => {
  await expect(enter('google', { answer: 'no' })).rejects.toMatchObject({ reason: 'cancelled' });
});

test('it sends browsers to the product alone', async () => {
  const { url } = await providerOf('google').begin();
  const elsewhere = new URL(url);
  elsewhere.searchParams.set('redirect_uri', 'https://evil.example/oauth/google/callback');
  expect((await fetch(elsewhere)).status).toBe(400);
  expect((await fetch(elsewhere, { method: 'POST', redirect: 'manual' })).status).toBe(400);
});

test('a code is worth one exchange, to whoever knows the secret and the verifier', async () => {
  const form = { name: 'Ana', email: 'ana@taller.example' };
  const provider = providerOf('google');
  const { url, ...kept } = await provider.begin();
  const back = await fillIn(url, form);
  await provider.finish(back.searchParams, kept);
  await expect(provider.finish(back.searchParams, kept)).rejects.toMatchObject({ reason: 'refused' });
  const other = await provider.begin();
  const next = await fillIn(other.url, form);
  await expect(providerOf('google', 'another secret of theirs').finish(next.searchParams, other)).rejects.toMatchObject(
    { reason: 'refused' },
  );
  const third = await provider.begin();
  const last = await fillIn(third.url, form);
  await expect(provider.finish(last.searchParams, { ...third, verifier: 'x'.repeat(43) })).rejects.toMatchObject({
    reason: 'refused',
  });
});
