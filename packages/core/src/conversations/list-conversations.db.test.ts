import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeWorkspace, openTestSession } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import type { Ctx } from '../kernel/index.ts';
import type { ConversationRow, ConversationView } from './contract.ts';
import { listConversations } from './index.ts';

let database: TestDatabase;
let web: Database;
beforeAll(async () => {
  database = await createDatabase();
  web = connect(database.webUrl, { name: 'list-test', max: 1 });
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await database.drop();
});

/** A workspace whose conversations last spoke at these instants, newest first, and who may read them. */
async function openInbox(instants: string[]): Promise<{ ctx: Ctx; ids: string[] }> {
  const { admin } = database;
  const workspace = await makeWorkspace(admin);
  const { pass } = await openTestSession(database.web, workspace.owner.id);
  const [channel] =
    await admin`insert into app.channel (workspace_id, name, driver) values (${workspace.id}, 'Number', 'simulator') returning id`;
  const ids: string[] = [];
  for (const at of instants) {
    const [contact] =
      await admin`insert into app.contact (workspace_id, name) values (${workspace.id}, 'Customer') returning id`;
    const [row] = await admin`
      insert into app.conversation (workspace_id, channel_id, contact_id, address, last_message_at, unread_count, last_direction)
      values (${workspace.id}, ${channel?.id}, ${contact?.id}, '1@lid', ${at}::text::timestamptz, 1, 'in') returning id`;
    ids.push(row?.id);
  }
  const ctx = { workspaceId: workspace.id, door: { kind: 'session', pass }, db: web } as unknown as Ctx;
  return { ctx, ids };
}

async function readAll(ctx: Ctx, view: ConversationView): Promise<string[]> {
  const found: string[] = [];
  for (let before: ConversationRow | undefined; found.length < 20; ) {
    const page = await listConversations(ctx, {
      view,
      limit: 1,
      before: before && { lastMessageAt: before.lastMessageAt, id: before.id },
    });
    found.push(...page.map(({ id }) => id));
    before = page.at(-1);
    if (!before) break;
  }
  return found;
}

test.each(['all', 'unread', 'waiting'] as const)(
  'the pages of the view %s miss no conversation and repeat none, however close their last messages are',
  async (view) => {
    const { ctx, ids } = await openInbox(
      ['10:00:00.1239', '10:00:00.123456', '10:00:00.123400', '10:00:00.123', '10:00:00'].map(
        (time) => `2026-11-20T${time}Z`,
      ),
    );
    // whoever waits longest comes first among those that wait
    expect(await readAll(ctx, view)).toEqual(view === 'waiting' ? ids.reverse() : ids);
  },
);

test('conversations of one and the same instant are paged by their ids', async () => {
  const { ctx, ids } = await openInbox(Array(4).fill('2026-11-20T10:00:00.123456Z'));
  expect(await readAll(ctx, 'all')).toEqual(ids.reverse());
});
