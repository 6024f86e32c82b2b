import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { hasReceived } from './index.ts';

let database: TestDatabase;
let worker: Database;
beforeAll(async () => {
  database = await createDatabase();
  worker = connect(database.workerUrl, { name: 'has-received', max: 1 });
});
afterAll(async () => {
  await worker.end({ timeout: 1 });
  await database.drop();
});

test('of a stanza in two parts, the one that is staged does not answer for the one that is not; a stored message answers for both', async () => {
  const { id: workspaceId } = await makeWorkspace(database.admin);
  const { channelId, conversationId } = await makeConversation(database.admin, workspaceId);
  await database.admin`
    insert into wa.lease (workspace_id, channel_id, driver, holder, fence, expires_at) values (${workspaceId}, ${channelId}, 'simulator', ${randomUUID()}, 1, 'infinity')
    on conflict (channel_id) do update set holder = excluded.holder, fence = 1, expires_at = 'infinity'`;
  const held = { workspaceId, channelId, fence: 1 };
  const known = () => Promise.all([0, 1].map((part) => hasReceived(worker, held, '3EB0KEY', part)));
  expect(await known()).toEqual([false, false]);
  await database.admin`insert into wa.staged_message (workspace_id, channel_id, chat, sender, provider_id, part, sealed)
    values (${workspaceId}, ${channelId}, '1@g.us', '2@s.whatsapp.net', '3EB0KEY', 0, '\\x00')`;
  expect(await known()).toEqual([true, false]);
  const keep = (kind: string) =>
    database.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, provider_id, author_kind, status, occurred_at)
      values (${workspaceId}, ${conversationId}, ${channelId}, 1, 'in', ${kind}, '3EB0KEY', 'contact', 9, now())
      on conflict (workspace_id, channel_id, provider_id) do update set kind = excluded.kind`;
  await keep('undecryptable');
  expect(await known()).toEqual([true, false]);
  await keep('text');
  expect(await known()).toEqual([true, true]);
});
