import { randomBytes, randomUUID } from 'node:crypto';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Answer, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor(database, { trustedProxies: 1 });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

const wireOf = (answer: Answer) =>
  (answer.json as { error: { data: { app: { code: string; params: { seconds?: number } } } } }).error.data.app;
const from = (address: string) => door.browser(undefined, { 'x-forwarded-for': address });

it('asks a caller to wait after three codes a minute, in a header that programs know and a sentence for people', async () => {
  const browser = from('203.0.113.1');
  const id = randomUUID();
  const answers: Answer[] = [];
  for (let n = 0; n < 4; n++) answers.push(await browser.mutate('auth.resend', { id }));
  expect(answers.map(({ headers }) => headers['ratelimit-remaining'])).toEqual(['2', '1', '0', '0']);
  const last = answers[3] as Answer;
  expect([last.status, wireOf(last).code]).toEqual([429, 'kernel.tooManyRequests']);
  expect(last.headers['retry-after']).toBe(String(wireOf(last).params.seconds));
  expect(answers[2]?.headers['retry-after']).toBeUndefined();
});

it('counts the address that the last proxy wrote, not one that the caller made up', async () => {
  const id = randomUUID();
  const codes: string[] = [];
  for (let n = 0; n < 4; n++)
    codes.push(wireOf(await from(`198.51.100.${n}, 203.0.113.2`).mutate('auth.resend', { id })).code);
  expect(codes[3]).toBe('kernel.tooManyRequests');
  expect(wireOf(await from('203.0.113.3').mutate('auth.resend', { id })).code).not.toBe('kernel.tooManyRequests');
});

it('lets an address without a session call a hundred times in a quarter of an hour, and read its pages as often as it likes', async () => {
  const browser = from('203.0.113.4');
  const statuses = await Promise.all(
    Array.from({ length: 103 }, () => browser.query('sessionsSingle.validateSession').then(({ status }) => status)),
  );
  expect(statuses.filter((status) => status === 401)).toHaveLength(100);
  expect(statuses.filter((status) => status === 429)).toHaveLength(3);
  expect((await browser.ask('GET', '/login')).status).toBe(200);
  expect((await from('203.0.113.5').query('sessionsSingle.validateSession')).status).toBe(401);
});

it('lets a session call 1,200 times a minute, each call of a batch counted, wherever it calls from', async () => {
  const email = `${randomUUID()}@taller.example`;
  const browser = from('203.0.113.6');
  const form = { name: 'Ana', email, password: 'un tren verde a Soria', business: 'Taller', industry: 'cars' };
  const { id } = (
    (await browser.mutate('auth.signUp', { ...form, acceptsTerms: true })).json as {
      result: { data: { id: string } };
    }
  ).result.data;
  await browser.mutate('auth.verify', { id, code: await door.codeFor(email) });
  // within one minute of the clock, which is the window: wait for the next when this one is nearly over
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 25_000) await new Promise((resolve) => setTimeout(resolve, left));
  const batch = async () => {
    const names = Array(40).fill('sessionsSingle.validateSession').join(',');
    const { json } = await browser.ask('GET', `/api/trpc/${names}?batch=1&input=%7B%7D`);
    return (json as { error?: { data: { httpStatus: number } } }[]).map(({ error }) => error?.data.httpStatus ?? 200);
  };
  const statuses: number[] = [];
  for (let n = 0; n < 32; n++) statuses.push(...(await batch()));
  expect(statuses.filter((status) => status === 200)).toHaveLength(1_200);
  expect(statuses.filter((status) => status === 429)).toHaveLength(80);
}, 90_000);

it('looks at no more sessions of an address that made three hundred of them up, by procedures and by files alike', async () => {
  const address = '203.0.113.7';
  const claim = () => {
    const browser = from(address);
    const made = [randomBytes(16), randomBytes(32)].map((bytes) => bytes.toString('base64url'));
    browser.cookies.set('rs', `rs1.k1.${made[0]}.1.${made[1]}`);
    return browser;
  };
  const statuses: number[] = [];
  for (let n = 0; n < 302; n += 1) {
    const made = claim();
    const answer =
      n % 2 === 0
        ? await made.query('sessionsSingle.validateSession')
        : await made.ask('GET', `/photo/${randomUUID()}/${randomUUID()}`);
    statuses.push(answer.status);
  }
  expect([statuses.indexOf(429), statuses.filter((status) => status === 429).length]).toEqual([301, 1]);
  const elsewhere = from('203.0.113.8');
  expect((await elsewhere.query('sessionsSingle.validateSession')).status).toBe(401);
});
