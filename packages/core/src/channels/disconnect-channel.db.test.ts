import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { makeWorkspace, openTestSession, type TestWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx, HintPort } from '../kernel/index.ts';
import { claimChannels, connectChannel, createChannel, disconnectChannel } from './index.ts';

let database: TestDatabase;
let web: Database;
let worker: Database;
let workspace: TestWorkspace;
let ctx: Ctx;
beforeAll(async () => {
  database = await createDatabase();
  web = connect(database.webUrl, { name: 'disconnect-test', max: 2 });
  worker = connect(database.workerUrl, { name: 'disconnect-test', max: 2 });
});
beforeEach(async () => {
  workspace = await makeWorkspace(database.admin);
  const { pass } = await openTestSession(database.web, workspace.owner.id);
  const hints: HintPort = { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} };
  ctx = {
    workspaceId: workspace.id,
    door: { kind: 'session', pass },
    db: web,
    ports: { hints, hasSimulator: true },
    clock: { now: () => new Date() },
    requestId: 'disconnect-test',
    locale: 'es',
  } as unknown as Ctx;
});
afterAll(async () => {
  await Promise.all([web.end({ timeout: 1 }), worker.end({ timeout: 1 })]);
  await database.drop();
});

async function askToConnect(): Promise<string> {
  const { id } = await createChannel(ctx, { name: 'Recepción', driver: 'simulator' });
  await connectChannel(ctx, { channelId: id });
  return id;
}
const claim = () => claimChannels(worker, { holder: randomUUID(), driver: 'simulator', ttlMs: 60_000, room: 50 });
const stateOf = async (channelId: string) =>
  (await database.admin`select state, state_reason reason, wanted from app.channel where id = ${channelId}`)[0];

test('a connection that is cancelled before any worker took the number is closed at once, and can be asked for again', async () => {
  const channelId = await askToConnect();
  await disconnectChannel(ctx, { channelId });
  expect(await stateOf(channelId)).toEqual({ state: 'closed', reason: 'asked', wanted: 'closed' });
  await connectChannel(ctx, { channelId });
  expect(await stateOf(channelId)).toMatchObject({ state: 'connecting', wanted: 'open' });
});

test('a number that was never linked is new again when it is logged out and no worker holds it', async () => {
  const channelId = await askToConnect();
  await disconnectChannel(ctx, { channelId, logOut: true });
  expect(await stateOf(channelId)).toMatchObject({ state: 'new', reason: null, wanted: 'logged_out' });
});

test('a linked number that is logged out waits for a worker, because only that can tell its phone', async () => {
  const channelId = await askToConnect();
  await database.admin`update app.channel set state = 'open', number = '34600000001' where id = ${channelId}`;
  await disconnectChannel(ctx, { channelId, logOut: true });
  expect(await stateOf(channelId)).toMatchObject({ state: 'open', wanted: 'logged_out' });
  expect((await claim()).map((held) => held.channelId)).toContain(channelId);
});

test('a number that a worker holds is left to it to close', async () => {
  const channelId = await askToConnect();
  await claim();
  await disconnectChannel(ctx, { channelId });
  expect(await stateOf(channelId)).toMatchObject({ state: 'connecting', wanted: 'closed' });
});

test('a number whose worker died before it could close it is taken by the next one, once', async () => {
  const channelId = await askToConnect();
  await claim();
  await disconnectChannel(ctx, { channelId });
  await database.admin`update wa.lease set expires_at = '-infinity' where channel_id = ${channelId}`;
  expect((await claim()).map((held) => held.channelId)).toEqual([channelId]);
  await database.admin`update app.channel set state = 'closed' where id = ${channelId}`;
  await database.admin`update wa.lease set expires_at = '-infinity' where channel_id = ${channelId}`;
  expect(await claim()).toEqual([]);
});

test.each(['conflict', 'banned', 'failed', 'logged_out', 'outdated', 'new'])(
  'a closed number that rests as %s is left alone',
  async (state) => {
    const channelId = await askToConnect();
    await database.admin`update app.channel set state = ${state}, wanted = 'closed' where id = ${channelId}`;
    expect(await claim()).toEqual([]);
  },
);
