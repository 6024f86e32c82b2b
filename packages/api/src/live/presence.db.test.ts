import { EventEmitter } from 'node:events';
import type { ServerResponse } from 'node:http';
import { tellPresence } from '@recado/core/conversations';
import type { PresenceRow } from '@recado/core/conversations/contract';
import type { Presence } from '@recado/core/kernel';
import { createHints, listenHints } from '@recado/db';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { addWorkspace, onPlan, type Seat, sit } from '../../../testing/src/desk.ts';
import { createLive } from './live.ts';

let db: TestDatabase;
const live = createLive();
const closing: (() => unknown)[] = [];
beforeAll(async () => {
  db = await createDatabase();
});
afterAll(async () => {
  live.close();
  for (const close of closing) await close();
  await db.drop();
});

/** What somebody's stream tells of who is where: the last word on each conversation. */
async function listen({ ctx, pass, person }: Seat) {
  const rows = new Map<string, PresenceRow['people']>();
  const events: string[] = [];
  const response = Object.assign(new EventEmitter(), {
    destroyed: false,
    writableLength: 0,
    writeHead() {},
    end() {},
    destroy() {},
    write(text: string) {
      const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)\n/.exec(text) ?? [];
      events.push(event);
      if (event === 'presence')
        for (const row of JSON.parse(data).rows as PresenceRow[]) rows.set(row.conversationId, row.people);
    },
  });
  await live.serve(
    ctx,
    { pass, personId: person.id, workspaceId: ctx.workspaceId, cursor: null },
    response as unknown as ServerResponse,
  );
  return { rows, events };
}

test('who has a conversation open is told to those who see it, and to nobody else', async () => {
  const { id: workspaceId, accountId } = await makeWorkspace(db.admin);
  await onPlan(db.admin, accountId, 'team');
  await db.admin`update app.workspace set visibility = 'own' where id = ${workspaceId}`;
  const [ana, bea, max] = [
    await sit(db, workspaceId, 'agent'),
    await sit(db, workspaceId, 'agent'),
    await sit(db, workspaceId, 'manager'),
  ];
  const other = await sit(db, await addWorkspace(db.admin, accountId), 'owner');
  const anas = await makeConversation(db.admin, workspaceId);
  const beas = await makeConversation(db.admin, workspaceId);
  await db.admin`update app.conversation v set assignee_id = case v.id when ${anas.conversationId} then ${ana.person.id}::uuid else ${bea.person.id}::uuid end
    where v.workspace_id = ${workspaceId}`;
  const hints = createHints(db.web as never);
  const heard: Presence[] = [];
  const listener = await listenHints(db.webUrl, (hint) => {
    if (hint.kind !== 'present') return;
    heard.push(hint);
    live.present(hint);
  });
  closing.push(() => listener.close());
  const tell = (
    seat: Seat,
    conversationId: string,
    state: Presence['state'],
    pageId = '00000000-0000-4000-8000-000000000001',
  ) => tellPresence({ ...seat.ctx, ports: { ...seat.ctx.ports, hints } as never }, { conversationId, pageId, state });

  const streams = {
    ana: await listen(ana),
    bea: await listen(bea),
    max: await listen(max),
    other: await listen(other),
  };
  expect(await tell(ana, anas.conversationId, 'typing')).toEqual({ isTold: true });
  expect(await tell(bea, beas.conversationId, 'here')).toEqual({ isTold: true });
  await vi.waitFor(() => expect(streams.max.rows.size).toBe(2), 5_000);
  expect(streams.max.rows.get(anas.conversationId)).toEqual([
    { personId: ana.person.id, name: 'Member', isTyping: true },
  ]);
  expect(streams.max.rows.get(beas.conversationId)).toEqual([
    { personId: bea.person.id, name: 'Member', isTyping: false },
  ]);

  // of what somebody does not see they can tell nothing either, not even as somebody of another company
  await expect(tell(bea, anas.conversationId, 'here')).rejects.toMatchObject({ code: 'conversations.notFound' });
  await expect(tell(other, anas.conversationId, 'here')).rejects.toMatchObject({ code: 'conversations.notFound' });

  // it is theirs no longer: whoever sees it now is told, and a stream that begins later hears of what is
  await db.admin`update app.conversation set assignee_id = ${bea.person.id} where workspace_id = ${workspaceId} and id = ${anas.conversationId}`;
  const late = await listen(bea);
  await vi.waitFor(() => expect(late.rows.get(anas.conversationId)?.[0]?.name).toBe('Member'), 5_000);
  // each saw the others' and never their own, and whoever saw neither heard nothing
  expect([...late.rows.keys()]).toEqual([anas.conversationId]);
  expect(streams.ana.events).not.toContain('presence');
  expect(streams.other.events).not.toContain('presence');

  await tell(bea, beas.conversationId, 'gone');
  await vi.waitFor(() => expect(streams.max.rows.get(beas.conversationId)).toEqual([]), 5_000);
  expect(heard).toHaveLength(3);
});

test('whoever may only look is there but never writes, and nothing of it is a row', async () => {
  const { id: workspaceId } = await makeWorkspace(db.admin);
  const viewer = await sit(db, workspaceId, 'viewer');
  const { conversationId } = await makeConversation(db.admin, workspaceId);
  const told: Presence[] = [];
  const [before] = await db.admin`select count(*) n from app.change`;
  await tellPresence(
    { ...viewer.ctx, ports: { hints: { present: (one: Presence) => told.push(one) } } as never },
    { conversationId, pageId: '00000000-0000-4000-8000-00000000000a', state: 'typing' },
  );
  expect(told).toEqual([
    {
      workspaceId,
      conversationId,
      personId: viewer.person.id,
      pageId: '00000000-0000-4000-8000-00000000000a',
      state: 'here',
    },
  ]);
  const [after] = await db.admin`select count(*) n from app.change`;
  expect(after).toEqual(before);
});
