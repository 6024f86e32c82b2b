import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx, HintPort } from '../kernel/index.ts';
import { connectChannel, createChannel, listChannels } from './index.ts';

let database: TestDatabase;
let web: Database;
let embedded: Ctx;
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
