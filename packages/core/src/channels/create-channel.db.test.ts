import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember, makePerson, makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx, HintPort } from '../kernel/index.ts';
import { channelStates } from './contract.ts';
import { connectChannel, createChannel, listChannels } from './index.ts';

let database: TestDatabase;
let web: Database;
let embedded: Ctx;
let other: { ctx: Ctx; id: string };
let ownerId: string;
let production: Ctx;
beforeAll(async () => {
  database = await createDatabase();
  web = connect(database.webUrl, { name: 'create-test', max: 1 });
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
  await web.end({ timeout: 1 });
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

test('a number is the telephone of whoever paired it last, and of nobody who only connected it again', async () => {
  const { id } = await createChannel(embedded, { name: 'Móvil de Ana', driver: 'simulator' });
  const whose = async (state: string, ctx: Ctx) => {
    await database.admin`update app.channel set state = ${state} where id = ${id}`;
    await connectChannel(ctx, { channelId: id });
    const [row] = await database.admin`select connected_by from app.channel where id = ${id}`;
    return row?.connected_by;
  };
  expect(await whose('new', embedded)).toBe(ownerId);
  const paired = ['new', 'logged_out', 'banned', 'failed'];
  for (const state of channelStates.filter((each) => !paired.includes(each)))
    expect([state, await whose(state, other.ctx)]).toEqual([state, ownerId]);
  for (const state of paired) {
    expect([state, await whose(state, other.ctx)]).toEqual([state, other.id]);
    expect([state, await whose(state, embedded)]).toEqual([state, ownerId]);
  }
});
