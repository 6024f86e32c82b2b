import { randomUUID } from 'node:crypto';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { onPlan, sit } from '../../../testing/src/desk.ts';
import { makeLinkHouse } from '../../../testing/src/links.ts';
import type { Ctx } from '../kernel/index.ts';
import { readHome } from '../reports/read-home.ts';
import {
  addNote,
  assignConversation,
  deleteNote,
  editNote,
  getConversation,
  listAsides,
  listMessages,
  listSeers,
  readChanges,
} from './index.ts';

let db: TestDatabase;
let web: Database;
let house: Awaited<ReturnType<typeof makeLinkHouse>>;
beforeAll(async () => {
  db = await createDatabase();
  web = connect(db.webUrl, { name: 'notes', max: 6 });
  house = await makeLinkHouse(db, web);
});
afterAll(async () => {
  await web.end({ timeout: 1 });
  await db.drop();
});

/** A thread in which a customer wrote `count` messages, a minute apart, the last one ten minutes ago. */
async function openThread(workspaceId: string, count = 2) {
  const thread = await makeConversation(db.admin, workspaceId);
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
    select ${workspaceId}, ${thread.conversationId}, ${thread.channelId}, n, 'in', 'hola ' || n, gen_random_uuid()::text, 'contact', 9,
      now() - make_interval(mins => 10 + ${count} - n) from generate_series(1, ${count}::int) n`;
  await db.admin`update app.conversation v set last_seq = ${count}, unread_count = ${count}, last_direction = 'in', last_preview = 'hola',
      last_message_id = (select m.id from app.message m where m.workspace_id = v.workspace_id and m.conversation_id = v.id order by m.seq desc limit 1)
    where v.workspace_id = ${workspaceId} and v.id = ${thread.conversationId}`;
  return thread;
}
const write = (
  ctx: Ctx,
  conversationId: string,
  text = 'Ojo: paga tarde',
  more: { mentionedIds?: string[]; clientNoteId?: string } = {},
) => addNote(ctx, { conversationId, clientNoteId: randomUUID(), text, ...more });
const told = async (workspaceId: string) =>
  await db.admin`select o.data->'personIds' ids from jobs.outbox o where o.name = 'conversations/person.mentioned' and o.workspace_id = ${workspaceId} order by o.seq`;

test('a note stands between two messages and is none: nothing sends, counts or answers it', async () => {
  const { workspace, as, ownerPass } = house;
  const ctx = as(ownerPass);
  const { conversationId, channelId } = await openThread(workspace.id);
  const before = { row: await getConversation(ctx, { conversationId }), home: await readHome(ctx, {}) };
  const note = await write(ctx, conversationId);
  expect(note).toMatchObject({ afterSeq: 2, body: 'Ojo: paga tarde', author: { id: workspace.owner.id } });
  // the thread still waits, unread, and ends with what the customer said
  expect(await getConversation(ctx, { conversationId })).toEqual(before.row);
  expect(await readHome(ctx, {})).toEqual(before.home);
  expect(await listMessages(ctx, { conversationId })).toHaveLength(2);
  expect(
    await db.admin`select 1 from app.message where workspace_id = ${workspace.id} and channel_id = ${channelId} and status in (0, 1)`,
  ).toHaveLength(0);
  // the next message comes after it
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
    values (${workspace.id}, ${conversationId}, ${channelId}, 3, 'in', 'sigo', ${randomUUID()}, 'contact', 9, now())`;
  const { notes } = await listAsides(ctx, { conversationId });
  expect(notes.map(({ id, afterSeq }) => [id, afterSeq])).toEqual([[note.id, 2]]);
  // from the end of the thread on, it is above
  expect((await listAsides(ctx, { conversationId, fromSeq: 4 })).notes).toEqual([]);
});

test('a note tried twice at once is written once', async () => {
  const ctx = house.as(house.ownerPass);
  const { conversationId } = await openThread(house.workspace.id);
  const clientNoteId = randomUUID();
  const made = await Promise.all([1, 2, 3, 4].map(() => write(ctx, conversationId, 'una vez', { clientNoteId })));
  expect(new Set(made.map(({ id }) => id)).size).toBe(1);
  expect((await listAsides(ctx, { conversationId })).notes).toHaveLength(1);
});

test('visitors by a link find no note, whatever the link may, and are not told that there is one', async () => {
  const { workspace, as, ownerPass, give, open } = house;
  const { conversationId } = await openThread(workspace.id);
  const note = await write(as(ownerPass), conversationId, 'que el cliente no lea esto');
  const visitor = as((await open(await give({ role: 'link_admin' }))).pass);
  expect(await listMessages(visitor, { conversationId })).toHaveLength(2);
  expect(await listAsides(visitor, { conversationId })).toEqual({ notes: [], marks: [] });
  const { changes } = await readChanges(visitor, { horizon: '1', seen: [], limit: 500 });
  expect(changes.filter(({ topic }) => topic === 'note')).toEqual([]);
  expect((await readChanges(as(ownerPass), { horizon: '1', seen: [], limit: 500 })).changes).toContainEqual(
    expect.objectContaining({
      topic: 'note',
      id: note.id,
      row: expect.objectContaining({ body: 'que el cliente no lea esto' }),
    }),
  );
  await expect(write(visitor, conversationId)).rejects.toMatchObject({ code: 'kernel.forbidden' });
  await expect(editNote(visitor, { noteId: note.id, text: 'x' })).rejects.toMatchObject({ kind: 'FORBIDDEN' });
});

test('only who sees the conversation can be mentioned, and each is told once', async () => {
  const boss = await sit(db, house.workspace.id, { member: house.workspace.owner });
  const shop = await makeWorkspace(db.admin);
  await onPlan(db.admin, shop.accountId, 'team');
  await db.admin`update app.workspace set visibility = 'own' where id = ${shop.id}`;
  const [ana, bea, manager] = [
    await sit(db, shop.id, 'agent'),
    await sit(db, shop.id, 'agent'),
    await sit(db, shop.id, 'manager'),
  ];
  for (const { person } of [ana, bea, manager])
    await db.admin`insert into guard.totp (person_id, sealed_secret, confirmed_at) values (${person.id}, '\\x00', now())`;
  const { conversationId } = await openThread(shop.id);
  await assignConversation(manager.ctx, { conversationId, personId: ana.person.id });
  expect((await listSeers(ana.ctx, { conversationId })).map(({ personId }) => personId).sort()).toEqual(
    [ana.person.id, manager.person.id, shop.owner.id].sort(),
  );
  expect(await listSeers(bea.ctx, { conversationId })).toEqual([]);
  const mention = (mentionedIds: string[]) => write(ana.ctx, conversationId, '@Member mira', { mentionedIds });
  await expect(mention([bea.person.id])).rejects.toMatchObject({ code: 'conversations.mentionRefused' });
  await expect(mention([boss.person.id])).rejects.toMatchObject({ code: 'conversations.mentionRefused' });
  await expect(write(bea.ctx, conversationId)).rejects.toMatchObject({ code: 'conversations.notFound' });
  const note = await mention([manager.person.id, ana.person.id, manager.person.id]);
  expect(note.mentions.map(({ id }) => id).sort()).toEqual([ana.person.id, manager.person.id].sort());
  await editNote(ana.ctx, {
    noteId: note.id,
    text: '@Member @Member',
    mentionedIds: [manager.person.id, shop.owner.id],
  });
  expect((await told(shop.id)).map((row) => row.ids)).toEqual([[manager.person.id], [shop.owner.id]]);
  // what was done to the conversation stands there too, with the names of whom it is about
  const { marks } = await listAsides(manager.ctx, { conversationId });
  expect(marks).toMatchObject([
    {
      action: 'conversations/conversation.assigned',
      detail: { to: ana.person.id },
      names: { [ana.person.id]: 'Member' },
    },
  ]);
});

test('a note is its author’s alone to change or take away, and shows that it was', async () => {
  const { workspace } = house;
  const [ana, boss] = [
    await sit(db, workspace.id, 'manager'),
    await sit(db, workspace.id, { member: workspace.owner }),
  ];
  const { conversationId } = await openThread(workspace.id);
  const { id: noteId } = await write(ana.ctx, conversationId, 'uno');
  await expect(editNote(boss.ctx, { noteId, text: 'dos' })).rejects.toMatchObject({
    code: 'conversations.noteNotYours',
  });
  await expect(deleteNote(boss.ctx, { noteId })).rejects.toMatchObject({ code: 'conversations.noteNotYours' });
  expect(await editNote(ana.ctx, { noteId, text: 'dos' })).toMatchObject({ body: 'dos', editedAt: expect.any(String) });
  expect(await deleteNote(ana.ctx, { noteId })).toMatchObject({ body: '', deletedAt: expect.any(String) });
  await expect(editNote(ana.ctx, { noteId, text: 'tres' })).rejects.toMatchObject({
    code: 'conversations.noteNotFound',
  });
  expect((await listAsides(boss.ctx, { conversationId })).notes).toMatchObject([{ id: noteId, body: '' }]);
  const trace =
    await db.admin`select action from app.audit_entry where workspace_id = ${workspace.id} and subject = ${noteId} order by id`;
  expect(trace.map((row) => row.action)).toEqual(['conversations/note.edited', 'conversations/note.deleted']);
});

test('notes keep their place when older messages come in, and when two threads turn out to be one', async () => {
  const { workspace, as, ownerPass } = house;
  const ctx = as(ownerPass);
  const { conversationId, channelId } = await openThread(workspace.id);
  const note = await write(ctx, conversationId);
  await db.admin`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
    values (${workspace.id}, ${conversationId}, ${channelId}, 3, 'in', 'de antes', ${randomUUID()}, 'contact', 9, now() - interval '1 day')`;
  await db.admin`select app.renumber_by_time(${workspace.id}, ${conversationId})`;
  expect((await listAsides(ctx, { conversationId })).notes).toMatchObject([{ id: note.id, afterSeq: 3 }]);
  const other = await openThread(workspace.id, 1);
  const [second] = [await write(ctx, other.conversationId, 'del otro hilo')];
  await db.admin`select app.join_conversations(${workspace.id}, ${conversationId}, ${other.conversationId})`;
  expect((await listAsides(ctx, { conversationId })).notes.map(({ id, afterSeq }) => [id, afterSeq])).toEqual([
    [note.id, 4],
    [second?.id, 4],
  ]);
});
