import { createHash, createHmac, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseKeyring, seal } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startMailCatcher } from '../../../packages/embedded/src/mail-catcher.ts';
import { freePort } from '../../../packages/embedded/src/ports.ts';
import { createDatabase, type TestDatabase } from '../../../packages/testing/src/database.ts';
import { type JobsConfig, readJobsConfig } from './env.ts';
import { BODY_LIMIT } from './http-server.ts';
import { type Jobs, startJobs } from './start-jobs.ts';

const signingKey = `signkey-prod-${randomBytes(32).toString('hex')}`;
const eventKey = randomBytes(16).toString('hex');
const keys = `k1:${randomBytes(32).toString('base64')}`;
let db: TestDatabase;
let mailbox: Awaited<ReturnType<typeof startMailCatcher>>;
let config: JobsConfig;
let jobs: Jobs;
const lines: string[] = [];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recado-jobs-'));

beforeAll(async () => {
  db = await createDatabase();
  mailbox = await startMailCatcher({ folder: `${folder}/mail`, smtpPort: 0, httpPort: 0 });
  config = readJobsConfig({
    RECADO_MODE: 'embedded',
    DATABASE_URL: db.jobsUrl,
    INNGEST_SIGNING_KEY: signingKey,
    INNGEST_EVENT_KEY: eventKey,
    RECADO_JOBS_PORT: String(await freePort()),
    RECADO_HEALTH_PORT: '0',
    RECADO_PUBLIC_URL: 'http://localhost:4300',
    RECADO_MEDIA_DIR: `${folder}/media`,
    RECADO_KEYS: keys,
    SMTP_URL: `smtp://127.0.0.1:${mailbox.smtpPort}`,
  });
  const stream = { write: (line: string) => void lines.push(line) } as unknown as NodeJS.WritableStream;
  jobs = await startJobs(config, createLogger({ name: 'jobs', stream }));
});
afterAll(async () => {
  await jobs?.stop();
  await mailbox?.stop();
  await db.drop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const until = <T>(look: () => T): Promise<T> => vi.waitFor(look, { timeout: 15_000, interval: 20 });
const door = (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${jobs.port}${path}`, init);
const details = async () => {
  const response = await fetch(`http://127.0.0.1:${jobs.healthPort}/health/details`);
  return (await response.json()) as {
    ready: boolean;
    refused: Record<string, number>;
    outbox: { waiting: number; moved: number };
    executor: { functions: number };
  };
};
const refused = async (reason: string) => (await details()).refused[reason];

/** A call as an engine signs it. The body must be in the canonical form already: keys in order, no spaces. */
const signed = (body: string): Record<string, string> => {
  const t = Math.floor(Date.now() / 1000);
  const s = createHmac('sha256', signingKey.replace(/^signkey-\w+-/, ''))
    .update(body)
    .update(String(t))
    .digest('hex');
  return { 'content-type': 'application/json', 'x-inngest-signature': `t=${t}&s=${s}` };
};
const call = (functionId: string, headers: (body: string) => Record<string, string>) => {
  const body =
    '{"ctx":{"attempt":0,"run_id":"r"},"event":{"data":{},"name":"x"},"events":[{"data":{},"name":"x"}],"steps":{},"version":2}';
  return door(`/api/inngest?fnId=${functionId}&stepId=step`, { method: 'POST', headers: headers(body), body });
};

test('a mail that is written arrives, sent by the job', async () => {
  const sealed = seal(parseKeyring(keys), Buffer.from('{"name":"Ana","code":"042517"}'), 'outgoing-mail');
  await db.admin`insert into guard.outgoing_mail (recipient, template, locale, sealed_params) values ('ana@taller.example', 'signup-code', 'es', ${sealed})`;
  await db.admin`select pg_notify('recado_hint', 'emitted')`;
  const [mail] = await until(async () => {
    const answer = await fetch(`http://127.0.0.1:${mailbox.httpPort}/api/messages?to=ana@taller.example`);
    const mails = (await answer.json()) as { text: string; subject: string }[];
    expect(mails).toHaveLength(1);
    return mails;
  });
  expect(mail?.text).toContain('042517');
  await until(async () => {
    const [row] = await db.admin`select status from jobs.run where fn = 'recado-on-mail-queued'`;
    expect(row?.status, lines.join('')).toBe('completed');
  });
});

test('health says that jobs are run, and details in figures', async () => {
  expect(await (await fetch(`http://127.0.0.1:${jobs.healthPort}/health`)).text()).toBe('ok');
  const figures = await details();
  expect(figures).toMatchObject({ ready: true, engine: 'embedded', outbox: { waiting: 0 } });
  expect(figures.executor.functions).toBeGreaterThanOrEqual(5);
  // who opens the functions to an engine outside does not open this
  expect((await door('/health/details')).status).toBe(404);
});

test('the crons are known with their next times', async () => {
  const rows = await db.admin`select fn, expression, next_at > now() as ahead from jobs.cron order by fn`;
  expect(rows.map((row) => [row.fn, row.expression, row.ahead])).toEqual([
    ['recado-cleanup-inactive-sessions', '*/15 * * * *', true],
    ['recado-every-5-minutes-outbox-sweep', '*/5 * * * *', true],
    ['recado-every-5-minutes-scores', '*/5 * * * *', true],
    ['recado-every-day-history', '23 2 * * *', true],
    ['recado-every-day-workspace-purge', '23 4 * * *', true],
    ['recado-every-hour-billing', '47 * * * *', true],
    ['recado-every-hour-contact-bin', '37 * * * *', true],
    ['recado-every-hour-export-end', '17 * * * *', true],
    ['recado-every-hour-limit-notices', '22 * * * *', true],
    ['recado-every-hour-retention', '7 * * * *', true],
    ['recado-every-hour-sharing', '47 * * * *', true],
    ['recado-every-hour-tax', '17 * * * *', true],
    ['recado-every-hour-usage-roll-up', '12 * * * *', true],
    ['recado-every-minute-link-notices', '* * * * *', true],
    ['recado-every-minute-notification-mails', '* * * * *', true],
    ['recado-every-minute-personal', '* * * * *', true],
    ['recado-every-minute-planned', '* * * * *', true],
    ['recado-every-minute-service', '* * * * *', true],
    ['recado-every-minute-surveys', '* * * * *', true],
    ['recado-every-minute-waking', '* * * * *', true],
    ['recado-every-night-audit-check', '17 4 * * *', true],
    ['recado-every-night-billing', '0 1 * * *', true],
    ['recado-every-night-media-sweep', '41 3 * * *', true],
  ]);
});

describe('the door of the functions', () => {
  test.each([
    ['no signature', () => ({ 'content-type': 'application/json' })],
    ["another key's", (body: string) => ({ ...signed(`${body} `), 'content-type': 'application/json' })],
  ])('refuses a call with %s, tells nothing, logs and counts it', async (_what, headers) => {
    const before = (await refused('wrongSignature')) ?? 0;
    for (const functionId of ['recado-on-mail-queued', 'recado-nothing']) {
      const response = await call(functionId, headers as (body: string) => Record<string, string>);
      expect([response.status, await response.json()]).toEqual([
        401,
        { error: 'the signature is missing, wrong or too old', status: 401 },
      ]);
    }
    expect(await refused('wrongSignature')).toBe(before + 2);
    expect(lines.filter((line) => line.includes('"reason":"wrongSignature"')).length).toBeGreaterThanOrEqual(2);
  });

  test.each(['GET', 'PUT'])('tells nobody without a signature which functions there are: %s', async (method) => {
    const body = method === 'PUT' ? '{"url":"http://evil.example/api/inngest"}' : undefined;
    const response = await door('/api/inngest', { method, headers: { 'x-inngest-sync-kind': 'in_band' }, body });
    expect(response.status).toBe(401);
    expect(await response.text()).not.toContain('mail');
  });

  test('says of a function that nobody knows that nobody knows it', async () => {
    const response = await call('recado-nothing', signed);
    expect([response.status, await response.json()]).toEqual([
      404,
      { error: 'no function is called recado-nothing', status: 404 },
    ]);
    expect(await refused('unknownFunction')).toBe(1);
  });

  test('takes no body beyond its limit, said or not', async () => {
    const large = 'x'.repeat(BODY_LIMIT + 1);
    const said = await door('/api/inngest', { method: 'POST', body: large });
    expect([said.status, await said.json()]).toEqual([
      413,
      { error: `a request may have ${BODY_LIMIT} bytes`, status: 413 },
    ]);
    const stream = new ReadableStream({
      start(controller) {
        for (let n = 0; n < 6; n += 1) controller.enqueue(new Uint8Array(1024 * 1024));
        controller.close();
      },
    });
    // the connection may go before the last byte was written
    const unsaid = await door('/api/inngest', { method: 'POST', body: stream, duplex: 'half' } as RequestInit).catch(
      () => null,
    );
    if (unsaid) expect(unsaid.status).toBe(413);
    expect(await refused('tooLarge')).toBe(2);
  });

  test('has nothing at other addresses', async () => {
    expect((await door('/api/other')).status).toBe(404);
    expect((await door('//evil.example/api/inngest', { method: 'POST' })).status).toBe(404);
  });
});

describe("the engine's own door", () => {
  test('takes events with the key, and none without', async () => {
    const body = JSON.stringify([{ name: 'trial/happened', data: {} }]);
    const send = (key: string, text = body) =>
      door(`/e/${key}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: text });
    const sent = await send(eventKey);
    expect([sent.status, ((await sent.json()) as { ids: string[] }).ids]).toEqual([200, [expect.any(String)]]);
    expect((await send('another-key-of-its-own')).status).toBeGreaterThanOrEqual(400);
    expect((await send(eventKey, '{"name": 1}')).status).toBe(400);
  });

  test('shows runs to the signing key only', async () => {
    const [row] = await db.admin`select id from jobs.run limit 1`;
    const hashed = `signkey-prod-${createHash('sha256')
      .update(Buffer.from(signingKey.replace(/^signkey-\w+-/, ''), 'hex'))
      .digest('hex')}`;
    const ask = (authorization: string) => door(`/v1/runs/${row?.id}`, { headers: { authorization } });
    expect((await ask(`Bearer ${hashed}`)).status).toBe(200);
    expect((await ask('Bearer other')).status).toBe(401);
  });
});

test('a process that lacks what it needs names all of it', () => {
  expect(() => readJobsConfig({ JOBS_MODE: 'inngest', RECADO_PUBLIC_URL: 'https://x.example' })).toThrow(
    /DATABASE_URL[\s\S]*INNGEST_SIGNING_KEY[\s\S]*INNGEST_EVENT_KEY[\s\S]*SMTP_URL/,
  );
  const rest = { DATABASE_URL: 'x', RECADO_MEDIA_DIR: 'x', SMTP_URL: 'x', RECADO_PUBLIC_URL: 'https://x.example' };
  const inngest = { ...rest, JOBS_MODE: 'inngest', INNGEST_SIGNING_KEY: signingKey, INNGEST_EVENT_KEY: eventKey };
  expect(() => readJobsConfig(inngest)).toThrow(/INNGEST_BASE_URL[\s\S]*RECADO_JOBS_URL/);
  expect(() => readJobsConfig({ ...inngest, JOBS_MODE: 'dev' })).toThrow('JOBS_MODE');
});

test('stops in time and is not ready any more', async () => {
  const began = performance.now();
  await jobs.stop();
  expect(performance.now() - began).toBeLessThan(4_000);
  await expect(fetch(`http://127.0.0.1:${jobs.healthPort}/health`)).rejects.toThrow();
});
