import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember, makePerson, makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx, HintPort } from '../kernel/index.ts';
import type { ChannelState } from './contract.ts';
import {
  claimNumber,
  connectChannel,
  createChannel,
  forgetChannel,
  listChannels,
  reportChannelState,
} from './index.ts';

let database: TestDatabase;
let web: Database;
let worker: Database;
let embedded: Ctx;
let other: { ctx: Ctx; id: string };
let ownerId: string;
let production: Ctx;
beforeAll(async () => {
  database = await createDatabase();
  web = connect(database.webUrl, { name: 'create-test', max: 1 });
  worker = connect(database.workerUrl, { name: 'create-test-worker', max: 1 });
  const workspace = await makeWorkspace(database.admin);
  const { pass } = await openTestSession(database.web, workspace.owner.id);
  const hints: HintPort = { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} };
  const inMode = (hasSimulator: boolean) =>
    ({
      workspaceId: workspace.id,
      door: { kind: 'session', pass },
      db: web,
      ports: { hints, hasSimulator },
      requestId: 'create-test',
    }) as unknown as Ctx;
  embedded = inMode(true);
  production = inMode(false);
  const person = await makePerson(database.admin);
  await addMember(database.admin, workspace.id, person, 'admin');
  const session = await openTestSession(database.web, person.id);
  other = { id: person.id, ctx: { ...embedded, door: { kind: 'session', pass: session.pass } } as Ctx };
  ownerId = workspace.owner.id;
});
afterAll(async () => {
  await Promise.all([web.end({ timeout: 1 }), worker.end({ timeout: 1 })]);
  await database.drop();
});

test('an installation without a simulator takes no simulated number, and nothing is left of the try', async () => {
  await expect(createChannel(production, { name: 'Recepción', driver: 'simulator' })).rejects.toMatchObject({
    code: 'channels.simulatorOff',
    kind: 'PRECONDITION',
  });
  expect(await listChannels(production, {})).toEqual([]);
});

test('a simulated number that came with the data of another installation is not left waiting for a simulator', async () => {
  const { id } = await createChannel(embedded, { name: 'Recepción', driver: 'simulator' });
  await expect(connectChannel(production, { channelId: id })).rejects.toMatchObject({ code: 'channels.simulatorOff' });
  expect(await listChannels(production, {})).toMatchObject([{ id, state: 'new', wanted: 'closed' }]);
  await connectChannel(embedded, { channelId: id });
  expect(await listChannels(embedded, {})).toMatchObject([{ id, state: 'connecting', wanted: 'open' }]);
});

test('a number is the telephone of whoever paired it last, from when it is paired; of nobody who only connected it again, or pressed and gave up', async () => {
  const { id } = await createChannel(embedded, { name: 'Móvil de Ana', driver: 'simulator' });
  const { workspaceId } = embedded;
  await database.admin`insert into wa.lease (channel_id, workspace_id, driver, holder, fence, expires_at)
    values (${id}, ${workspaceId}, 'simulator', ${randomUUID()}, 1, clock_timestamp() + interval '1 hour')`;
  const held = { workspaceId, channelId: id, fence: 1 };
  const reach = async (...states: ChannelState[]) => {
    for (const state of states) await reportChannelState(worker, held, { state });
  };
  const whose = async () => {
    const [row] = await database.admin`select connected_by from app.channel where id = ${id}`;
    return row?.connected_by;
  };
  const pair = async (ctx: Ctx) => {
    await connectChannel(ctx, { channelId: id });
    await reach('connecting', 'qr', 'pairing');
    await claimNumber(worker, held, '34600000999');
    await reach('syncing', 'open');
  };
  const unlink = () => forgetChannel(worker, held, { state: 'logged_out', reason: null, givesUpSeq: 0 });
  // pressed and shown a code, and given up
  await connectChannel(other.ctx, { channelId: id });
  await reach('connecting', 'qr', 'failed');
  expect(await whose()).toBeNull();
  await pair(embedded);
  expect(await whose()).toBe(ownerId);
  // who connects it again, in whatever state, and whatever it brings anew
  for (const state of [
    'open',
    'reconnecting',
    'conflict',
    'closed',
    'outdated',
    'failed',
    'temporarily_banned',
  ] as const) {
    await reach(state);
    await connectChannel(other.ctx, { channelId: id });
    await reach('connecting', 'syncing', 'open');
    expect([state, await whose()]).toEqual([state, ownerId]);
  }
  // taken off the phone, somebody else presses and gives up: it is still the former's, as what came by it is
  await unlink();
  await connectChannel(other.ctx, { channelId: id });
  await reach('connecting', 'qr', 'closed');
  expect(await whose()).toBe(ownerId);
  // then pairs it
  await pair(other.ctx);
  expect(await whose()).toBe(other.id);
  // and of two who press, whoever did last before it was scanned
  await unlink();
  await connectChannel(other.ctx, { channelId: id });
  await pair(embedded);
  expect(await whose()).toBe(ownerId);
  // a number that turns out to be another business's was paired by nobody
  await unlink();
  await connectChannel(other.ctx, { channelId: id });
  await reach('connecting', 'qr', 'pairing');
  await forgetChannel(worker, held, { state: 'failed', reason: 'number_taken', givesUpSeq: 0 });
  expect(await whose()).toBe(ownerId);
});
