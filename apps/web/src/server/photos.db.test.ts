import { randomUUID } from 'node:crypto';
import { beginAttempt } from '@recado/core/identity';
import { sha256 } from '@recado/runtime/crypto';
import { addMember, makePerson, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Browser, startFrontDoor } from './trial/start-front-door.ts';

let database: TestDatabase;
let door: Awaited<ReturnType<typeof startFrontDoor>>;
beforeAll(async () => {
  database = await createDatabase();
  door = await startFrontDoor({ webUrl: database.webUrl });
});
afterAll(async () => {
  await door.close();
  await database.drop();
});

/** A WebP of 64 pixels a side, as far as a server reads it. */
const picture = Buffer.concat([
  Buffer.from('RIFF\x16\0\0\0WEBPVP8 \x0a\0\0\0', 'latin1'),
  Buffer.from([0, 0, 0, 0x9d, 0x01, 0x2a, 64, 0, 64, 0]),
]);

type Arrived = { browser: Browser; id: string; email: string };
/** A person in a browser that has taken the last step. */
async function arrive(): Promise<Arrived> {
  const person = await makePerson(database.admin);
  const browser = door.browser();
  const device = randomUUID();
  browser.cookies.set('rd', device);
  const origin = { address: null, userAgent: '', deviceHash: sha256(device) };
  const proved = { personId: person.id, epoch: null, amr: ['passkey' as const] };
  browser.cookies.set('rp', await beginAttempt({ db: door.house.db, origin }, proved));
  expect((await browser.mutate('sessionsSingle.initSession')).status).toBe(200);
  return { browser, ...person };
}
const put = ({ browser }: Arrived, body: string | Buffer = picture, headers: Record<string, string> = {}) =>
  browser.ask('POST', '/photo', { body, headers });
const see = ({ browser }: Arrived, of: Arrived, headers: Record<string, string> = {}) =>
  browser.ask('GET', `/photo/${of.id}`, { headers });
const errorOf = ({ status, json }: Answer) => {
  const { code, params } = (json as { error: { code: string; params: unknown } }).error;
  return [status, code, params];
};
const photoOf = async ({ browser }: Arrived) => {
  const { json } = await browser.query('sessionsSingle.getCurrentSession');
  return (json as { result: { data: { person: { photo: string | null } } } }).result.data.person.photo;
};

describe('a picture of a person', () => {
  it('is drawn by their own browser and by colleagues’, kept there by nobody else, and asked for each time', async () => {
    const [ana, bea, carla] = [await arrive(), await arrive(), await arrive()];
    const { id } = await makeWorkspace(database.admin, { owner: ana });
    await addMember(database.admin, id, bea, 'viewer');
    expect((await put(ana)).json).toEqual({ photo: await photoOf(ana) });
    for (const colleague of [ana, bea]) {
      const { status, headers } = await see(colleague, ana);
      expect([status, headers['content-length']]).toEqual([200, String(picture.length)]);
      expect(headers).toMatchObject({
        'content-type': 'image/webp',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, no-cache',
      });
      const known = { 'if-none-match': `W/${headers.etag}` };
      expect(await see(colleague, ana, known)).toMatchObject({
        ...{ status: 304, text: '' },
        // a browser keeps what it is told last
        headers: { 'content-security-policy': "default-src 'none'; sandbox" },
      });
      expect((await see(colleague, ana, { 'if-none-match': `"${'0'.repeat(64)}"` })).status).toBe(200);
      expect(await colleague.browser.ask('HEAD', `/photo/${ana.id}`)).toMatchObject({ status: 200, text: '' });
      expect(errorOf(await see(carla, ana, known))).toEqual([404, 'identity.photoNotFound', {}]);
    }
    expect(errorOf(await carla.browser.ask('GET', '/photo/nobody'))).toEqual([404, 'identity.photoNotFound', {}]);
    expect((await ana.browser.mutate('ownAccount.removePhoto')).status).toBe(200);
    expect(errorOf(await see(bea, ana))).toEqual([404, 'identity.photoNotFound', {}]);
  });

  it('is neither seen nor changed after its session, without one, or by the page of another person', async () => {
    const ana = await arrive();
    await put(ana);
    const { etag } = (await see(ana, ana)).headers;
    const page = { 'x-recado-person': randomUUID() };
    expect(errorOf(await put(ana, picture, page))[1]).toBe('identity.otherPerson');
    expect((await ana.browser.ask('GET', `/photo/${ana.id}?person=${randomUUID()}`)).status).toBe(401);
    const stranger = { ...ana, browser: door.browser() };
    for (const answer of [await see(stranger, ana), await put(stranger)]) expect(answer.status).toBe(401);
    await database.admin`update guard.session set ended_at = now(), end_reason = 'logout' where person_id = ${ana.id}`;
    expect((await see(ana, ana, { 'if-none-match': etag as string })).status).toBe(401);
    expect((await put(ana)).status).toBe(401);
  });

  it('is not taken from another site', async () => {
    const ana = await arrive();
    expect(errorOf(await put(ana, picture, { 'sec-fetch-site': 'cross-site' }))[1]).toBe('identity.crossSite');
    expect(await photoOf(ana)).toBeNull();
  });

  it('is judged by what is inside, whatever it is called, and a refused one leaves the former', async () => {
    const ana = await arrive();
    await put(ana);
    const former = await photoOf(ana);
    const jpeg = { 'content-type': 'image/jpeg' };
    const refused = (because: string) => [400, 'identity.photoRefused', { field: 'photo', because }];
    expect(errorOf(await put(ana, '<svg xmlns="http://www.w3.org/2000/svg"/>', jpeg))).toEqual(refused('kind'));
    expect(errorOf(await put(ana, ''))).toEqual(refused('empty'));
    expect(errorOf(await put(ana, Buffer.concat([picture, Buffer.from('PK')])))).toEqual(refused('broken'));
    expect(await photoOf(ana)).toBe(former);
  });

  it('of more bytes than it may have is not read to its end, whether it says so first or not', async () => {
    const ana = await arrive();
    const declared = await ana.browser.ask('POST', '/photo', { headers: { 'content-length': String(12_000_000) } });
    expect(errorOf(declared)).toEqual([400, 'identity.photoRefused', { field: 'photo', because: 'bytes' }]);
    const silent = await put(ana, Buffer.alloc(600 * 1024), { 'transfer-encoding': 'chunked' });
    expect(errorOf(silent)).toEqual([400, 'identity.photoRefused', { field: 'photo', because: 'bytes' }]);
    expect(await photoOf(ana)).toBeNull();
  });

  it('is changed ten times a minute, and no more', async () => {
    const ana = await arrive();
    const statuses: number[] = [];
    for (let n = 0; n < 11; n++) statuses.push((await put(ana)).status);
    expect(statuses).toEqual([...Array(10).fill(200), 429]);
    expect((await see(ana, ana)).status).toBe(200);
  });
});
