import { createDecipheriv, createECDH, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listPushes, sendPush, subscribePush } from '@recado/core/notifications';
import { connect, type Database } from '@recado/db';
import { renderPush } from '@recado/emails';
import { webPush } from '@recado/integrations/push';
import { systemClock } from '@recado/runtime/clock';
import { parseKeyring } from '@recado/runtime/crypto';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  addMember,
  makeConversation,
  makePerson,
  makeWorkspace,
  openTestSession,
  type TestPerson,
  type TestWorkspace,
} from '../../../packages/testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../packages/testing/src/database.ts';

const keyring = parseKeyring(`k1:${randomBytes(32).toString('base64')}`);
const log = createLogger({ name: 'push', level: 'silent' });
let db: TestDatabase;
let jobs: Database;
let web: Database;
let service: Server;
let origin: string;
/** How the push service on this machine answers, and what it was given. */
let status: number;
let got: { headers: Record<string, unknown>; body: Buffer }[];
let house: TestWorkspace;
let ana: TestPerson;
let bea: TestPerson;

beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'push', max: 2 });
  web = connect(db.webUrl, { name: 'push-web', max: 2 });
  service = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(status).end();
  });
  await new Promise<void>((ready) => service.listen(0, '127.0.0.1', ready));
  origin = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
});
afterAll(async () => {
  service.close();
  await Promise.all([jobs.end(), web.end()]);
  await db.drop();
});
beforeEach(async () => {
  status = 201;
  got = [];
  ana = await makePerson(db.admin, { name: 'Ana' });
  bea = await makePerson(db.admin, { name: 'Bea' });
  house = await makeWorkspace(db.admin, { owner: ana });
  await addMember(db.admin, house.id, bea, 'agent');
});

/** A browser with its keys, subscribed in a session. What it says of its push service is put right: that one is on this machine. */
async function browserOf(person: TestPerson, session?: Awaited<ReturnType<typeof openTestSession>>) {
  const own = session ?? (await openTestSession(db.web, person.id));
  const curve = createECDH('prime256v1');
  curve.generateKeys();
  const auth = randomBytes(16);
  const endpoint = `https://fcm.googleapis.com/fcm/send/${randomUUID()}`;
  const keys = { p256dh: curve.getPublicKey('base64url'), auth: auth.toString('base64url') };
  await subscribePush({ db: web }, own.pass, person.id, { endpoint, ...keys });
  await db.admin`update guard.push_subscription set endpoint = ${`${origin}/${randomUUID()}`} where endpoint = ${endpoint}`;
  return {
    ...own,
    open(sealed: Buffer): Record<string, unknown> {
      const [salt, sender] = [sealed.subarray(0, 16), sealed.subarray(21, 86)];
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), curve.getPublicKey(), sender]);
      const derive = (secret: Buffer, by: Buffer, what: Buffer, bytes: number) =>
        Buffer.from(hkdfSync('sha256', secret, by, what, bytes));
      const material = derive(curve.computeSecret(sender), auth, info, 32);
      const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(sealed.subarray(-16));
      const plain = Buffer.concat([decipher.update(sealed.subarray(86, -16)), decipher.final()]);
      return JSON.parse(plain.subarray(0, -1).toString('utf8'));
    },
  };
}
const system = () => ({
  ...{ db: jobs, keyring, clock: systemClock, log, requestId: randomUUID(), locale: 'es' as const },
  ports: { hints: { changed: () => {}, emitted: () => {} } } as never,
  workspaceId: house.id,
  door: { kind: 'system' as const, reason: 'push test' },
});
/** Somebody waits for an answer: one notification, made as the jobs make it. Answers its id. */
async function tell(person: TestPerson, ways = ['app', 'push']): Promise<string> {
  const { conversationId } = await makeConversation(db.admin, house.id);
  await db.admin`update app.conversation set last_preview = '¿tenéis hueco el jueves?' where id = ${conversationId}`;
  return await db.admin.begin(async (tx) => {
    await tx`set local role recado_jobs`;
    await tx`select guard.enter_system(${house.id}, 'push test')`;
    await tx`select app.notify(${house.id}, 'attention', ${randomUUID()}, ${[person.id]}::uuid[], ${conversationId}, '{}', ${ways}::text[])`;
    const [row] =
      await tx`select id from app.notification where workspace_id = ${house.id} and person_id = ${person.id} order by at desc limit 1`;
    return row?.id as string;
  });
}
/** What the job does: every browser of whoever is told. */
async function push(notificationId: string): Promise<string[]> {
  const port = webPush({
    privateKey: randomBytes(32).fill(1, 0, 1).toString('base64url'),
    subject: 'mailto:a@b.example',
    localOrigin: origin,
  });
  const outcomes: string[] = [];
  for (const subscriptionId of await listPushes(system(), { notificationId }))
    outcomes.push(
      await sendPush(system(), port, (text) => renderPush(text, { product: 'Recado' }), {
        notificationId,
        subscriptionId,
      }),
    );
  return outcomes;
}
const subscriptions = async (person: TestPerson): Promise<number> =>
  (await db.admin`select count(*)::int n from guard.push_subscription where person_id = ${person.id}`)[0]?.n;
const letPass = (person: TestPerson, minutes: number) =>
  db.admin`update guard.session set idle_expires_at = idle_expires_at - make_interval(mins => ${minutes}) where person_id = ${person.id} and ended_at is null`;
const emitted = async (notificationId: string): Promise<number> =>
  (
    await db.admin`select count(*)::int n from jobs.outbox where name = 'notifications/notification.made' and data->>'notificationId' = ${notificationId}`
  )[0]?.n;

describe('push', () => {
  it('says who and what to the browser of a live session, sealed for it, and leads to the conversation', async () => {
    const browser = await browserOf(bea);
    const notificationId = await tell(bea);
    expect(await emitted(notificationId)).toBe(1);
    expect(await push(notificationId)).toEqual(['sent']);
    const [row] = await db.admin`select conversation_id from app.notification where id = ${notificationId}`;
    const told = browser.open(got[0]?.body as Buffer);
    expect(told).toMatchObject({ url: `/inbox/${row?.conversation_id}`, tag: row?.conversation_id, unread: 1 });
    expect(told.title).toMatch(/espera respuesta/);
    expect(told.body).toContain('¿tenéis hueco el jueves?');
    expect(got[0]?.headers).toMatchObject({ urgency: 'high', 'content-encoding': 'aes128gcm' });
  });
  it('says only how many after the end of its time, whether somebody wrote that down or not', async () => {
    const browser = await browserOf(bea);
    await letPass(bea, 46);
    expect(await push(await tell(bea))).toEqual(['sent']);
    await db.admin.begin(async (tx) => {
      await tx`set local role guard_owner`;
      await tx`select guard.end_expired(${bea.id})`;
    });
    expect(await push(await tell(bea))).toEqual(['sent']);
    for (const [at, { body }] of got.entries()) {
      const told = browser.open(body);
      expect(told).toMatchObject({ title: 'Recado', tag: 'count', url: '/inbox', unread: at + 1 });
      expect(JSON.stringify(told)).not.toMatch(/hueco|respuesta|inbox\//);
    }
    await letPass(bea, 0);
    await db.admin`update guard.session set idle_expires_at = now() - interval '15 days' where person_id = ${bea.id}`;
    expect(await push(await tell(bea))).toEqual([]);
  });
  it('tells nothing after a displacement, in the same transaction, not even one that waits to be tried again', async () => {
    await browserOf(bea);
    const waiting = await tell(bea);
    const [subscriptionId = ''] = await listPushes(system(), { notificationId: waiting });
    await openTestSession(db.web, bea.id);
    expect(await subscriptions(bea)).toBe(0);
    expect(await push(waiting)).toEqual([]);
    const never = { send: () => Promise.reject(new Error('nothing may leave')) };
    expect(
      await sendPush(system(), never, () => ({ title: '', body: '' }), { notificationId: waiting, subscriptionId }),
    ).toBe('nothing');
    expect(got).toEqual([]);
    // whoever has no browser is no event either
    expect(await emitted(await tell(bea))).toBe(0);
  });
  it('tells nothing any more where a session was over by its time and somebody came anew, or everything was ended', async () => {
    await browserOf(bea);
    await letPass(bea, 46);
    await openTestSession(db.web, bea.id);
    expect(await subscriptions(bea)).toBe(0);
    await browserOf(ana);
    await letPass(ana, 46);
    await db.admin`update guard.account set auth_epoch = auth_epoch + 1 where person_id = ${ana.id}`;
    expect(await subscriptions(ana)).toBe(0);
    const { pass } = await browserOf(ana);
    await db.web`select guard.end_session(${pass}, 'logout')`;
    expect(await subscriptions(ana)).toBe(0);
  });
  it('forgets a browser that its push service does not know, and tries the others again', async () => {
    await browserOf(bea);
    status = 503;
    const notificationId = await tell(bea);
    await expect(push(notificationId)).rejects.toThrow('503');
    expect(await subscriptions(bea)).toBe(1);
    status = 410;
    expect(await push(notificationId)).toEqual(['gone']);
    expect(await subscriptions(bea)).toBe(0);
  });
  it('keeps to what somebody chose, to their quiet hours, to what they see and to what they have read', async () => {
    await browserOf(bea);
    expect(await push(await tell(bea, ['app']))).toEqual([]);
    const read = await tell(bea);
    await db.admin`update app.notification set read_at = now() where id = ${read}`;
    expect(await push(read)).toEqual([]);
    const told = await tell(bea);
    await db.admin`insert into app.notification_preference (workspace_id, person_id, quiet_from, quiet_to) values (${house.id}, ${bea.id}, 0, 1439)`;
    expect(await push(told)).toEqual([]);
    await db.admin`delete from app.notification_preference where person_id = ${bea.id}`;
    await db.admin`update app.member set blocked_at = now() where person_id = ${bea.id}`;
    expect(await push(told)).toEqual([]);
  });
  it('takes no address but that of a push service, no session that is over, and one browser for one session', async () => {
    const session = await openTestSession(db.web, bea.id);
    const key = createECDH('prime256v1');
    key.generateKeys();
    const keys = { p256dh: key.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') };
    const subscribe = (endpoint: string, more: object = {}) =>
      subscribePush({ db: web }, session.pass, bea.id, { endpoint, ...keys, ...more });
    for (const endpoint of ['http://127.0.0.1:1/', 'https://169.254.169.254/latest', `${origin}/x`])
      await expect(subscribe(endpoint)).rejects.toMatchObject({ code: 'notifications.noPushService' });
    const fine = 'https://web.push.apple.com/abc';
    await expect(subscribe(fine, { auth: 'short' })).rejects.toMatchObject({ code: 'notifications.noPushService' });
    await subscribe(fine);
    await subscribe('https://web.push.apple.com/def');
    expect(await subscriptions(bea)).toBe(1);
    // the same browser under another person tells that one only
    await browserOf(ana);
    const other = await openTestSession(db.web, ana.id);
    await subscribePush({ db: web }, other.pass, ana.id, { endpoint: 'https://web.push.apple.com/def', ...keys });
    expect([await subscriptions(bea), await subscriptions(ana)]).toEqual([0, 1]);
    await openTestSession(db.web, bea.id);
    await expect(subscribe(fine)).rejects.toMatchObject({ code: 'identity.sessionEnded' });
  });
});
