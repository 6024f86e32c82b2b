import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startStripeSimulator } from '@recado/stripe-simulator/stripe-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { viesRegister } from './index.ts';

const KEY = 'sk_test_vies0000';
const PORTUGAL = { country: 'PT', number: '501964843' };

describe('VIES, as whoever speaks its wire answers', () => {
  let simulator: Awaited<ReturnType<typeof startStripeSimulator>>;
  beforeAll(async () => {
    simulator = await startStripeSimulator({ key: KEY });
  });
  afterAll(() => simulator.close());
  const say = (body: object) =>
    fetch(`${simulator.url}/_sim/vies`, {
      ...{ method: 'POST', headers: { authorization: `Bearer ${KEY}` }, body: JSON.stringify(body) },
    });
  const ask = (of = PORTUGAL) => viesRegister({ url: `${simulator.url}/vies/rest-api` }).check(of);

  test('says yes with the number of the consultation, no, or that a member does not answer', async () => {
    expect(await ask()).toEqual({ answer: 'yes', consultation: expect.stringMatching(/^WAPIPT\d+$/) });
    await say({ everybody: 'unverified' });
    expect(await ask()).toEqual({ answer: 'no' });
    await say({ everybody: 'down' });
    expect(await ask()).toEqual({ answer: 'away', because: 'MS_UNAVAILABLE' });
    await say({ value: 'PT501964843', status: 'verified' });
    expect(await ask()).toMatchObject({ answer: 'yes' });
    // none at all by its form
    expect(await ask({ country: 'PT', number: '1' })).toEqual({ answer: 'no' });
  });
});

describe('whatever is no plain answer', () => {
  const answers: Record<string, { status: number; body: string }> = {
    '/junk': { status: 200, body: '<html>down for maintenance</html>' },
    '/null': { status: 200, body: 'null' },
    '/word': { status: 200, body: '{"valid":"true"}' },
    '/broken': { status: 503, body: '{"valid":true}' },
    '/error': { status: 200, body: '{"valid":true,"errorWrappers":[{"error":"MS_MAX_CONCURRENT_REQ"}]}' },
    '/unnumbered': { status: 200, body: '{"valid":true,"requestIdentifier":""}' },
  };
  const seen: { method?: string; path?: string; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    seen.push({ method: request.method ?? '', path: request.url ?? '', body });
    const path = (request.url ?? '').replace('/check-vat-number', '');
    if (path === '/silent') return;
    if (path === '/elsewhere') return void response.writeHead(302, { location: '/unnumbered' }).end();
    const said = answers[path];
    response.writeHead(said?.status ?? 404).end(said?.body);
  });
  let base: string;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const ask = (path: string) => viesRegister({ url: `${base}${path}`, patienceMs: 150 }).check(PORTUGAL);

  test.each(['/junk', '/null', '/word', '/broken', '/error', '/silent', '/elsewhere'])(
    'is no yes: %s',
    async (path) => {
      expect(await ask(path)).toMatchObject({ answer: 'away' });
    },
  );

  test('nobody there is no yes either', async () => {
    expect(await viesRegister({ url: 'http://127.0.0.1:9' }).check(PORTUGAL)).toMatchObject({ answer: 'away' });
  });

  test('a yes without a number is one, and was asked for as VIES asks it', async () => {
    expect(await ask('/unnumbered')).toEqual({ answer: 'yes', consultation: null });
    expect(seen.at(-1)).toEqual({
      ...{ method: 'POST', path: '/unnumbered/check-vat-number' },
      body: '{"countryCode":"PT","vatNumber":"501964843"}',
    });
  });
});
