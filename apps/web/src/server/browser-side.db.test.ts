import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { knowDevice } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { servicesOf } from './services.ts';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

const keys = `k1:${randomBytes(32).toString('base64')}`;
let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor(database, { keys });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
async function signUp(browser: Browser = door.browser()) {
  const email = `ana.${randomUUID()}@taller.example`;
  const form = {
    name: 'Ana',
    email,
    password: 'un tren verde a Soria',
    business: 'Taller',
    industry: 'cars',
    acceptsTerms: true,
  };
  const { id } = dataOf<{ id: string }>(await browser.mutate('auth.signUp', form));
  const opened = dataOf<{ personId: string }>(
    await browser.mutate('auth.verify', { id, code: await door.codeFor(email) }),
  );
  return { browser, ...opened };
}
/** Opens another session of a person, as a last step that was proved elsewhere. */
async function displace(personId: string): Promise<Browser> {
  const browser = door.browser();
  const [secret, device] = [randomUUID(), randomUUID()];
  await knowDevice(database.admin, personId, device);
  await database.web`select guard.begin_attempt(${personId}, null, sha256(convert_to(${secret}, 'UTF8')), sha256(convert_to(${device}, 'UTF8')), array['pwd'], '10 minutes')`;
  browser.cookies.set('rd', device).set('rp', secret);
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return browser;
}

describe('what a browser is told to forget', () => {
  it('is its cache, once its card shows, and neither its cookies nor its storage', async () => {
    const { browser, personId } = await signUp();
    await displace(personId);
    const answer = await browser.mutate('sessionsSingle.noteCard', { action: 'view' });
    expect(dataOf(answer)).toEqual({ isNews: true });
    expect(answer.headers['clear-site-data']).toBe('"cache"');
    // the dead cookie is still there, so its owner may still say that it was not them
    expect(dataOf(await browser.mutate('sessionsSingle.reportNotMe'))).toEqual({ ended: 1 });
  });
  it('is the same after logging out, and nothing while the session lives', async () => {
    const { browser } = await signUp();
    const alive = await browser.query('sessionsSingle.validateSession');
    expect(alive.headers['clear-site-data']).toBeUndefined();
    expect((await browser.mutate('auth.logOut')).headers['clear-site-data']).toBe('"cache"');
  });
});

describe('the keys of what is left unsent', () => {
  const resolve = async (browser: Browser) =>
    await servicesOf(door.house).resolveViewer({
      cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      userAgent: browser.agent,
    });

  it('are the person’s own in every browser of theirs, and another person’s are others', async () => {
    const { browser, personId } = await signUp();
    const first = await resolve(browser);
    const again = await resolve(await displace(personId));
    const other = await resolve((await signUp()).browser);
    expect(first.draftKeys).toEqual([{ kid: 'k1', key: expect.stringMatching(/^[\w-]{43}$/) }]);
    expect(again.draftKeys).toEqual(first.draftKeys);
    expect(other.draftKeys?.[0]?.key).not.toBe(first.draftKeys?.[0]?.key);
  });
  it('are not asked for where the session is over, and the page says why while somebody holds the account', async () => {
    const { browser, personId } = await signUp();
    await displace(personId);
    const holder = await database.admin.reserve();
    try {
      await holder`begin`;
      await holder`select 1 from guard.account where person_id = ${personId} for update`;
      const { viewer, ended } = await resolve(browser);
      expect([viewer, ended?.params]).toEqual([null, expect.objectContaining({ reason: 'displaced' })]);
    } finally {
      await holder`rollback`;
      holder.release();
    }
  });
  it('are given to no session that has ended, and by no procedure', async () => {
    const { browser, personId } = await signUp();
    const { draftKeys } = await resolve(browser);
    const told = (await browser.query('sessionsSingle.getCurrentSession')).text;
    expect(told.includes(draftKeys?.[0]?.key ?? '-')).toBe(false);
    await displace(personId);
    expect((await resolve(browser)).draftKeys).toBeUndefined();
  });
});

it('anybody may see what several people are offered, in figures of the catalogue', async () => {
  const answer = dataOf(await door.browser().query('plans.teamOffer'));
  expect(answer).toMatchObject({
    plan: 'team',
    fromCents: 15_700,
    seatCents: 2_900,
    minSeats: 3,
    maxSeats: 10,
    currency: 'EUR',
  });
});

test('an upload that outlives its token is to be sent again: nobody is taken for a thief, and the session goes on', async () => {
  const { browser, personId } = await signUp();
  const [at] = await database.admin`select workspace_id from app.member where person_id = ${personId}`;
  const uploads = () => readdirSync(tmpdir()).filter((name) => name.startsWith('recado-upload-'));
  const before = uploads();
  const answered = new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = http.request(
      {
        ...{ host: '127.0.0.1', port: door.port, method: 'POST' },
        path: `/media?workspace=${at?.workspace_id}&name=a.txt`,
        headers: {
          ...{ host: `localhost:${door.port}`, 'user-agent': browser.agent, 'sec-fetch-site': 'same-origin' },
          ...{ cookie: [...browser.cookies].map((each) => each.join('=')).join('; '), 'content-length': 8 },
        },
      },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on('error', reject);
    sent.write('hola');
    // once it was let in, another tab brings the successor, and has used it for a while
    const later = async () => {
      await expect.poll(() => uploads().some((name) => !before.includes(name))).toBe(true);
      await database.admin`update guard.session set gen = gen + 1, former_proof = proof, proof = ${randomBytes(32)}, gen_used_at = now() - interval '31 seconds'
        where person_id = ${personId}`;
      sent.end('hola');
    };
    later().catch(reject);
  });
  const { status, text } = await answered;
  expect([status, text]).toEqual([409, expect.stringContaining('kernel.tookTooLong')]);
  const endOf = async () =>
    (await database.admin`select end_reason from guard.session where person_id = ${personId}`)[0]?.end_reason;
  expect(await endOf()).toBeNull();
  // whoever begins anew with it has a copy
  expect((await browser.query('sessionsSingle.validateSession')).status).toBe(401);
  await expect.poll(endOf).toBe('reuse');
});
