import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from '@recado/db';
import { startMailCatcher } from '@recado/embedded/mail-catcher';
import { freePort } from '@recado/embedded/ports';
import { type PostgresServer, startPostgres } from '@recado/embedded/postgres';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ComposeService, readComposeFile } from './compose-file.ts';
import { type ComposeProcess, runService } from './compose-process.ts';
import { askOverTls, startTlsProxy } from './tls-proxy.ts';

// a folder in which the screens have been built; the end-to-end stage names its clean copy
const ROOT = process.env.RECADO_PRODUCTION_ROOT ?? path.resolve(import.meta.dirname, '../../../..');
const compose = readComposeFile(ROOT);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-production-'));
const secret = () => randomBytes(18).toString('hex');

let postgres: PostgresServer;
let mailbox: Awaited<ReturnType<typeof startMailCatcher>>;
let proxy: Awaited<ReturnType<typeof startTlsProxy>>;
let values: Record<string, string>;
let webPort: number;
let healthPort: number;
let jobsPorts: [functions: number, health: number];
const running: ComposeProcess[] = [];

const service = (name: string): ComposeService => {
  const found = compose.services[name];
  if (!found) throw new Error(`docker-compose.yml has no service "${name}"`);
  return found;
};
const run = (name: string, env: Record<string, string> = {}): ComposeProcess => {
  const admin = new URL(postgres.adminUrl);
  const text = {
    '@postgres:5432/': `@127.0.0.1:${postgres.port}/`,
    [`postgres:${values.POSTGRES_PASSWORD}@`]: `postgres:${admin.password}@`,
  };
  const own = runService(ROOT, service(name), values, {
    text,
    env: { ...(name === 'migrate' ? {} : { RECADO_MEDIA_DIR: path.join(folder, 'media') }), ...env },
  });
  running.push(own);
  return own;
};
const ready = (what: ComposeProcess, url: string) =>
  vi.waitFor(async () => expect((await fetch(url)).status, what.output()).toBe(200), {
    timeout: 60_000,
    interval: 200,
  });

beforeAll(async () => {
  postgres = await startPostgres({ dataDir: path.join(folder, 'postgres'), tuning: 'test' });
  await postgres.createDatabase('recado');
  mailbox = await startMailCatcher({ folder: path.join(folder, 'mail'), smtpPort: 0, httpPort: 0 });
  [webPort, healthPort] = await Promise.all([freePort(), freePort()]);
  jobsPorts = [await freePort(), await freePort()];
  proxy = await startTlsProxy(() => webPort);
  values = {
    RECADO_DOMAIN: `localhost:${proxy.port}`,
    RECADO_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    POSTGRES_PASSWORD: secret(),
    RECADO_WEB_DB_PASSWORD: secret(),
    RECADO_WORKER_DB_PASSWORD: secret(),
    RECADO_JOBS_DB_PASSWORD: secret(),
    INNGEST_DB_PASSWORD: secret(),
    INNGEST_SIGNING_KEY: randomBytes(32).toString('hex'),
    INNGEST_EVENT_KEY: randomBytes(16).toString('hex'),
    SMTP_URL: `smtp://127.0.0.1:${mailbox.smtpPort}`,
    RECADO_MAIL_FROM: 'Recado <hola@example.com>',
  };
  const migration = run('migrate');
  expect(await migration.ended, migration.output()).toBe(0);
  const web = run('web', { RECADO_HOST: '127.0.0.1', RECADO_PORT: String(webPort) });
  const worker = run('worker', { RECADO_HEALTH_PORT: String(healthPort) });
  // there is no Inngest server here, so the process runs the jobs itself; everything else is as the file says
  const jobs = run('jobs', {
    JOBS_MODE: 'embedded',
    RECADO_JOBS_PORT: String(jobsPorts[0]),
    RECADO_HEALTH_PORT: String(jobsPorts[1]),
  });
  await ready(web, `http://127.0.0.1:${webPort}/health`);
  await ready(worker, `http://127.0.0.1:${healthPort}/health`);
  await ready(jobs, `http://127.0.0.1:${jobsPorts[1]}/health`);
});

afterAll(async () => {
  await Promise.all(running.map((each) => each.stop()));
  await proxy?.stop();
  await mailbox?.stop();
  await postgres?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const post = (procedure: string, input: unknown, headers: Record<string, string> = {}) =>
  askOverTls(proxy, `/api/trpc/auth.${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...headers },
    body: JSON.stringify(input),
  });
const person = {
  name: 'Ana Prueba',
  email: 'ana@example.com',
  password: 'un-camino-largo-de-piedra',
  business: 'Peluquería de prueba',
  industry: 'commerce',
  acceptsTerms: true,
};

test('the migration may run again', async () => {
  const again = run('migrate');
  expect(await again.ended, again.output()).toBe(0);
});

test('every page comes with the headers that keep it closed', async () => {
  const { status, headers } = await askOverTls(proxy, '/login', { headers: { accept: 'text/html' } });
  expect(status).toBe(200);
  expect(headers['strict-transport-security']).toMatch(/max-age=\d{8}/);
  expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic'/);
  expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBeDefined();
  expect(headers).not.toHaveProperty('x-powered-by');
});

test('health answers through the proxy and tells strangers nothing more', async () => {
  expect(await askOverTls(proxy, '/health')).toMatchObject({ status: 200, body: 'ok' });
  expect((await askOverTls(proxy, '/health/details')).status).toBe(404);
});

test('a person signs up by mail, and the session cookie belongs to this host and to https alone', async () => {
  const begun = await post('signUp', person);
  expect(begun.status, begun.body).toBe(200);
  const { id } = (JSON.parse(begun.body) as { result: { data: { id: string } } }).result.data;
  const code = await vi.waitFor(
    async () => {
      const answer = await fetch(`http://127.0.0.1:${mailbox.httpPort}/api/messages?to=${person.email}`);
      const [mail] = (await answer.json()) as { text: string }[];
      return /\b\d{6}\b/.exec(mail?.text ?? '')?.[0] ?? Promise.reject(new Error('no mail yet'));
    },
    { timeout: 15_000, interval: 100 },
  );
  const verified = await post('verify', { id, code });
  expect(verified.status, verified.body).toBe(200);
  const cookies = verified.headers['set-cookie'] ?? [];
  const session = cookies.find((cookie) => cookie.startsWith('__Host-rs='));
  expect(session).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Secure$/);
  for (const cookie of cookies) expect(cookie).toMatch(/^__Host-.*; Secure$/);
});

test('a form of another site changes nothing', async () => {
  const foreign = await post('logIn', person, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' });
  expect(foreign.status).toBe(403);
  expect(foreign.headers).not.toHaveProperty('set-cookie');
});

test('a foreign host name is refused', async () => {
  expect((await askOverTls(proxy, '/login', { headers: { host: 'evil.example' } })).status).toBe(421);
});

test('the simulator has no way into production', async () => {
  const worker = run('worker', { RECADO_WORKER_DRIVER: 'simulator', RECADO_HEALTH_PORT: '0' });
  expect(await worker.ended).not.toBe(0);
  expect(worker.output()).toMatch(/RECADO_MODE=embedded/);
});

test('a process that lacks what it needs names all of it and ends', async () => {
  const web = run('web', { RECADO_PUBLIC_URL: '', RECADO_MEDIA_DIR: '', RECADO_PORT: '0' });
  expect(await web.ended).not.toBe(0);
  expect(web.output()).toMatch(/RECADO_PUBLIC_URL[\s\S]*RECADO_MEDIA_DIR/);
  const jobs = run('jobs', { INNGEST_SIGNING_KEY: '', SMTP_URL: '' });
  expect(await jobs.ended).not.toBe(0);
  expect(jobs.output()).toMatch(/INNGEST_SIGNING_KEY[\s\S]*SMTP_URL/);
});

test('the functions answer nobody who does not sign, and the engine nobody without its key', async () => {
  const door = `http://127.0.0.1:${jobsPorts[0]}`;
  for (const method of ['GET', 'PUT', 'POST'])
    expect((await fetch(`${door}/api/inngest?fnId=recado-on-mail-queued&stepId=step`, { method })).status).toBe(401);
  expect((await fetch(`${door}/e/nobody`, { method: 'POST', body: '[]' })).status).toBe(401);
});

test("Inngest's database is beside ours, and its role reaches no other", async () => {
  const login = (database: string) =>
    connect(`postgres://inngest:${values.INNGEST_DB_PASSWORD}@127.0.0.1:${postgres.port}/${database}`, {
      name: 'inngest',
      max: 1,
    });
  const [own, ours] = [login('inngest'), login('recado')];
  expect(await own`select current_user::text as name`).toEqual([{ name: 'inngest' }]);
  await expect(ours`select 1`).rejects.toMatchObject({ code: '42501' });
  await Promise.all([own.end(), ours.end()]);
});

test('web, worker and jobs end clean when they are asked to', async () => {
  const codes = await Promise.all(running.slice(1, 4).map((each) => each.stop()));
  expect(codes).toEqual([0, 0, 0]);
});
