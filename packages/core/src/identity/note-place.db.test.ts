import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring, sha256 } from '@recado/runtime/crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePerson } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { PublicCtx } from '../kernel/index.ts';
import { beginAttempt, initSession, notePlace, readPass } from './index.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
let db: TestDatabase;
let web: Database;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'places', max: 6 });
});
afterAll(async () => {
  await web.end();
  await db.drop();
});

let hinted = 0;
/** Somebody in a browser, at a place; `at` is the same browser somewhere else. */
async function arrive(place: string | null, address = '88.1.2.3') {
  const person = await makePerson(db.admin);
  const device = sha256(randomUUID());
  const at = (there: string | null, from = address): PublicCtx =>
    ({
      db: web,
      keyring,
      clock: systemClock,
      ports: { hints: { emitted: () => (hinted += 1) } },
      origin: { address: from, userAgent: '', deviceHash: device, place: there },
    }) as unknown as PublicCtx;
  const ctx = at(place);
  // a proof that leaves nothing to ask for in a browser that is new
  const attempt = await beginAttempt(ctx, { personId: person.id, epoch: null, amr: ['passkey'] });
  const { token, sessionId } = await initSession(ctx, attempt, null);
  const pass = readPass(token, ctx.origin) as Buffer;
  const session = async () =>
    (
      await db.admin`select s.place, s.country, s.address::text, s.ended_at, s.stepup_at from guard.session s where s.id = ${sessionId}`
    )[0];
  const events = async () =>
    await db.admin`select kind, place, address::text, detail from guard.session_event where session_id = ${sessionId} order by id`;
  const mails = async () =>
    (
      await db.admin`select 1 from guard.outgoing_mail where recipient = ${person.email} and template = 'session-country'`
    ).length;
  return { person, at, pass, sessionId, session, events, mails };
}

test('a session and its history say near what they were opened, and keep of the address a network only', async () => {
  const { session, events } = await arrive('ES Madrid');
  expect(await session()).toMatchObject({
    place: 'ES Madrid',
    country: 'ES',
    address: '88.1.2.0/24',
  });
  expect(await events()).toMatchObject([{ kind: 'init', place: 'ES Madrid', address: '88.1.2.0/24' }]);
  const six = await arrive('ES', '2a02:9130:55:66:77::1');
  expect(await six.session()).toMatchObject({ address: '2a02:9130:55::/48' });
});

test('no place is none, and stays none until one is known, which alarms nobody', async () => {
  const { session, at, pass, mails, events } = await arrive(null);
  expect(await session()).toMatchObject({ place: null, country: null });
  await notePlace(at('ES'), pass);
  expect(await session()).toMatchObject({ place: 'ES', country: 'ES' });
  expect([await mails(), (await events()).length]).toEqual([0, 1]);
});

test('another country is an event and a mail, asks for a step-up, and ends nothing; the way back is an event without a mail', async () => {
  const { session, at, pass, mails, events, sessionId } = await arrive('ES');
  await db.admin`update guard.session set stepup_at = now() where id = ${sessionId}`;
  const before = hinted;
  // tabs of one browser ask at the same moment
  await Promise.all([1, 2, 3, 4].map(() => notePlace(at('BR', '200.147.3.157'), pass)));
  expect(await session()).toMatchObject({
    place: 'BR',
    country: 'BR',
    address: '200.147.3.0/24',
    ended_at: null,
    stepup_at: null,
  });
  expect((await events()).slice(1)).toMatchObject([{ kind: 'country', place: 'BR', detail: { from: 'ES', to: 'BR' } }]);
  expect([await mails(), hinted - before]).toEqual([1, 1]);
  await notePlace(at('ES'), pass);
  await notePlace(at('BR'), pass);
  expect([await mails(), (await events()).length]).toEqual([1, 4]);
  await notePlace(at('PT'), pass);
  expect(await mails()).toBe(2);
});

test('another city or network of the country changes where it is, and is no event', async () => {
  const { session, at, pass, mails, events } = await arrive('ES Madrid');
  await notePlace(at('ES Toledo', '83.44.1.2'), pass);
  expect(await session()).toMatchObject({ place: 'ES Toledo', address: '83.44.1.0/24' });
  expect([await mails(), (await events()).length]).toEqual([0, 1]);
});

test('a pass that its session refuses moves nothing', async () => {
  const { session, at, pass, sessionId } = await arrive('ES');
  const forged = Buffer.from(pass);
  forged[21] = (forged[21] ?? 0) ^ 1;
  await notePlace(at('BR'), forged);
  await db.admin`update guard.session set ended_at = now(), end_reason = 'logout' where id = ${sessionId}`;
  await notePlace(at('BR'), pass);
  expect(await session()).toMatchObject({ place: 'ES' });
});
