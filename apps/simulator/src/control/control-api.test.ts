import { request } from 'node:http';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from '../simulator.ts';
import { until } from '../testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'control' });
});
afterAll(() => simulator.close());

type Answer = { status: number; body: string; headers: Record<string, unknown> };

function call(
  method: string,
  path: string,
  options: { headers?: Record<string, string>; body?: unknown } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${simulator.httpUrl}${path}`, { method, headers: options.headers ?? {} }, (response) => {
      let body = '';
      response.on('data', (part) => {
        body += part;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end(options.body === undefined ? undefined : JSON.stringify(options.body));
  });
}

const bearer = () => ({ authorization: `Bearer ${simulator.token}` });

it('answers on loopback names only, so that a rebound name reaches nothing', async () => {
  for (const path of ['/', '/control/info', '/v/0123456789ABCDEF']) {
    expect((await call('GET', path, { headers: { host: 'evil.example', ...bearer() } })).status).toBe(421);
  }
  expect(
    (await call('GET', '/control/info', { headers: { host: `localhost:${simulator.port}`, ...bearer() } })).status,
  ).toBe(200);
});

it('lets no socket in under a rebound name', async () => {
  const upgrade = {
    host: 'evil.example',
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  await expect(call('GET', '/ws/chat', { headers: upgrade })).rejects.toThrow();
});

it('serves a page that says what it is and may load nothing from elsewhere', async () => {
  const page = await call('GET', '/');
  expect(page.body).toContain('Simulador: aquí no hay WhatsApp de verdad');
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  const parts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
  expect(parts.length).toBeGreaterThan(2);
  for (const path of [...parts, '/assets/foto.png', '/assets/nota-de-voz.ogg']) {
    expect((await call('GET', path)).status).toBe(200);
  }
  expect((await call('GET', '/assets/../serve-page.ts')).status).toBe(404);
});

it('refuses to serve anything but this machine', async () => {
  await expect(startSimulator({ host: '0.0.0.0' })).rejects.toThrow(/not loopback/);
});

it('wants its token, and takes the page’s cookie from its own page only', async () => {
  expect((await call('GET', '/control/accounts')).status).toBe(401);
  expect((await call('GET', '/control/accounts', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401);
  const page = await call('GET', '/');
  const cookie = String(page.headers['set-cookie']).split(';')[0] ?? '';
  expect((await call('GET', '/control/accounts', { headers: { cookie } })).status).toBe(200);
  expect(
    (await call('GET', '/control/accounts', { headers: { cookie, origin: 'http://127.0.0.1:3000' } })).status,
  ).toBe(401);
});

it('says what is wrong with a request', async () => {
  const wrong = await call('POST', '/control/accounts', { headers: bearer(), body: { number: 'doce' } });
  expect(wrong.status).toBe(400);
  expect(wrong.body).toContain('a phone number of 7 to 15 digits');
  expect((await call('POST', '/control/nothing', { headers: bearer() })).status).toBe(404);
  const nobody = { from: '34611000001', account: '34600999999', text: 'hola' };
  expect((await call('POST', '/control/send', { headers: bearer(), body: nobody })).status).toBe(404);
  await call('POST', '/control/accounts', { headers: bearer(), body: { number: '+34 600 000 009' } });
  const empty = { from: '34611000001', account: '34600000009' };
  expect((await call('POST', '/control/send', { headers: bearer(), body: empty })).status).toBe(400);
});

it('sends each id once, whatever is repeated', async () => {
  const body = { from: '34611000001', account: '34600000009', text: 'una vez', id: '3ATEST0001' };
  const first = await call('POST', '/control/send', { headers: bearer(), body });
  const again = await call('POST', '/control/send', { headers: bearer(), body });
  expect(again.body).toBe(first.body);
  expect(simulator.messages({ account: '34600000009', customer: '34611000001' })).toHaveLength(1);
});

it('streams what happens', async () => {
  let heard = '';
  const stream = request(`${simulator.httpUrl}/control/events`, { headers: bearer() }, (response) => {
    response.on('data', (part) => {
      heard += part;
    });
  });
  stream.on('error', () => {});
  stream.end();
  await until(() => heard.includes(': open'));
  await simulator.send({ from: '34611000001', account: '34600000009', text: 'en directo' });
  await until(() => heard.includes('event: message') && heard.includes('en directo'));
  expect(heard).not.toContain('privKey');
  stream.destroy();
});

it('gives the same ids again under the same seed', async () => {
  const ids = async () => {
    const other = await startSimulator({ seed: 'the same' });
    other.addAccount({ number: '34600000001' });
    const sent = await other.send({ from: '34611000001', account: '34600000001', text: 'hola' });
    await other.close();
    return sent.id;
  };
  expect(await ids()).toBe(await ids());
});
