import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { freePort } from '../../../packages/embedded/src/ports.ts';
import { createDatabase, type TestDatabase } from '../../../packages/testing/src/database.ts';
import { readJobsConfig } from './env.ts';
import { type Jobs, startJobs } from './start-jobs.ts';

const signingKey = randomBytes(32).toString('hex');
const eventKey = randomBytes(16).toString('hex');
let db: TestDatabase;
let inngest: Server;
let jobs: Jobs;
let origin: string;
/** What the server was asked, newest last. */
const asked: { path: string; authorization: string | undefined; body: unknown }[] = [];

beforeAll(async () => {
  db = await createDatabase();
  inngest = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization, body: JSON.parse(body) });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ids":[],"status":200,"ok":true}');
  });
  await new Promise<void>((resolve) => inngest.listen(0, '127.0.0.1', resolve));
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  const config = readJobsConfig({
    RECADO_MODE: 'embedded',
    JOBS_MODE: 'inngest',
    DATABASE_URL: db.jobsUrl,
    INNGEST_BASE_URL: `http://127.0.0.1:${(inngest.address() as AddressInfo).port}`,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: eventKey,
    RECADO_JOBS_PORT: String(port),
    RECADO_JOBS_URL: origin,
    RECADO_HEALTH_PORT: '0',
    RECADO_PUBLIC_URL: 'http://localhost:4300',
    RECADO_MEDIA_DIR: path.join(os.tmpdir(), 'recado-jobs-no-files'),
    RECADO_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    SMTP_URL: 'smtp://127.0.0.1:1',
  });
  jobs = await startJobs(config, createLogger({ name: 'jobs', level: 'silent' }));
});
afterAll(async () => {
  await jobs?.stop();
  inngest.closeAllConnections();
  inngest.close();
  await db.drop();
});

const until = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 15_000, interval: 20 });

test('an event goes to the event API under the id of its row, and no executor runs here', async () => {
  const [mail] = await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params)
    values ('ana@taller.example', 'signup-code', 'es', '\\x00') returning id`;
  const [row] = await db.admin`select id from jobs.outbox`;
  await db.admin`select pg_notify('recado_hint', 'emitted')`;
  await until(() => expect(asked.filter(({ path }) => path.startsWith('/e/'))).toHaveLength(1));
  expect(asked.find(({ path }) => path.startsWith('/e/'))).toMatchObject({
    path: `/e/${eventKey}`,
    body: [{ id: row?.id, name: 'identity/mail.queued', data: { mailId: mail?.id }, ts: expect.any(Number) }],
  });
  await until(async () => expect(await db.admin`select 1 from jobs.outbox`).toHaveLength(0));
  expect(await db.admin`select 1 from jobs.fn`).toHaveLength(0);
  expect((await fetch(`${origin}/e/${eventKey}`, { method: 'POST', body: '[]' })).status).toBe(404);
});

test('a signed question registers every job with the server, an unsigned one registers none', async () => {
  const body = JSON.stringify({ url: `${origin}/api/inngest` });
  const t = Math.floor(Date.now() / 1000);
  const s = createHmac('sha256', signingKey).update(body).update(String(t)).digest('hex');
  const put = (headers: Record<string, string>) =>
    fetch(`${origin}/api/inngest`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  expect((await put({})).status).toBe(401);
  expect(asked.filter(({ path }) => path.startsWith('/fn/register'))).toHaveLength(0);
  expect((await put({ 'x-inngest-signature': `t=${t}&s=${s}` })).status).toBe(200);
  const [registered] = asked.filter(({ path }) => path.startsWith('/fn/register'));
  if (!registered) throw new Error('nothing was registered');
  const { url, functions } = registered.body as { url: string; functions: { id: string }[] };
  expect(url).toBe(`${origin}/api/inngest`);
  expect(functions.map(({ id }) => id).sort()).toEqual([
    'recado-cleanup-inactive-sessions',
    'recado-every-5-minutes-outbox-sweep',
    'recado-every-5-minutes-scores',
    'recado-every-day-history',
    'recado-every-day-workspace-purge',
    'recado-every-hour-billing',
    'recado-every-hour-contact-bin',
    'recado-every-hour-export-end',
    'recado-every-hour-limit-notices',
    'recado-every-hour-retention',
    'recado-every-hour-sharing',
    'recado-every-hour-tax',
    'recado-every-hour-usage-roll-up',
    'recado-every-minute-link-notices',
    'recado-every-minute-notification-mails',
    'recado-every-minute-personal',
    'recado-every-minute-planned',
    'recado-every-minute-service',
    'recado-every-minute-surveys',
    'recado-every-minute-waking',
    'recado-every-night-audit-check',
    'recado-every-night-billing',
    'recado-every-night-media-sweep',
    'recado-on-account-alarmed',
    'recado-on-channel-went-down',
    'recado-on-conversation-assigned',
    'recado-on-conversation-overdue',
    'recado-on-conversation-rated',
    'recado-on-conversation-turned',
    'recado-on-credit-made',
    'recado-on-dispute-changed',
    'recado-on-export-asked',
    'recado-on-export-asked-failure',
    'recado-on-export-told',
    'recado-on-history-announced',
    'recado-on-import-asked',
    'recado-on-invoice-credited',
    'recado-on-invoice-paid',
    'recado-on-mail-queued',
    'recado-on-money-back-asked',
    'recado-on-notification-made',
    'recado-on-order-asked',
    'recado-on-person-mentioned',
    'recado-on-plan-stopped',
    'recado-on-sync-requested',
    'recado-on-tax-saved',
  ]);
  // the key itself never travels
  expect(registered.authorization).toMatch(/^Bearer /);
  expect(registered.authorization).not.toContain(signingKey);
});

test('health tells which engine it is', async () => {
  const details = await (await fetch(`http://127.0.0.1:${jobs.healthPort}/health/details`)).json();
  expect(details).toMatchObject({ ready: true, engine: 'inngest', executor: null, outbox: { waiting: 0, moved: 1 } });
});
