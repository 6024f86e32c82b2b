import { randomUUID } from 'node:crypto';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { makePerson, type TestPerson } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor({ webUrl: database.trialUrl, jobsUrl: database.jobsUrl });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

const dataOf = <T>(answer: Answer): T => (answer.json as { result: { data: T } }).result.data;
const codeOf = (answer: Answer) => (answer.json as { error: { data: { app: { code: string } } } }).error.data.app.code;
type Device = { id: string; isCurrent: boolean };

/** A person in a browser that has taken the last step. */
async function arrive(known?: TestPerson): Promise<{ browser: Browser; person: TestPerson }> {
  const person = known ?? (await makePerson(database.admin, { sessionLimit: 3 }));
  const browser = door.browser();
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return { browser, person };
}

describe('the file of one’s history', () => {
  it.each([
    ['json', /^application\/json/],
    ['csv', /^text\/csv/],
  ])('leaves as %s to keep, out of every cache', async (format, type) => {
    const { browser, person } = await arrive();
    const answer = await browser.ask('GET', `/history.${format}?person=${person.id}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(type);
    expect(answer.headers['content-disposition']).toMatch(
      new RegExp(`^attachment; filename="recado-[0-9-]+\\.${format}"$`),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.text).toContain('init');
    expect(answer.text).not.toContain('rs1.');
  });

  it('is refused without a session, to the page of another person, and to another site', async () => {
    const { browser } = await arrive();
    expect((await door.browser().ask('GET', '/history.json')).status).toBe(401);
    expect((await browser.ask('GET', `/history.json?person=${randomUUID()}`)).status).toBe(401);
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await browser.ask('GET', '/history.json', { headers })).status).toBe(403);
  });
});

describe('a device of one’s own', () => {
  it('is signed out at a distance, and another person’s is not', async () => {
    const ana = await arrive();
    const tablet = await arrive(ana.person);
    const bea = await arrive();
    const other = dataOf<Device[]>(await ana.browser.query('ownAccount.devices')).find(({ isCurrent }) => !isCurrent);
    const input = { deviceId: other?.id, forget: true };
    expect(codeOf(await bea.browser.mutate('ownAccount.endDevice', input))).toBe('identity.deviceNotFound');
    expect((await tablet.browser.query('ownAccount.devices')).status).toBe(200);
    expect(dataOf(await ana.browser.mutate('ownAccount.endDevice', input))).toEqual({ ended: 1 });
    expect((await tablet.browser.query('ownAccount.devices')).status).toBe(401);
  });
});
