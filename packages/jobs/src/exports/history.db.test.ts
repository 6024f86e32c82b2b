import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { moveHistory, openArchive, purgeHistory, readHistory } from '@recado/core/exports';
import type { Ctx } from '@recado/core/kernel';
import { listNotifications, tellHistory } from '@recado/core/notifications';
import { connect, type Database } from '@recado/db';
import { createLogger } from '@recado/runtime/logger';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diskStorage } from '../../../integrations/src/storage/index.ts';
import { makeConversation, makeWorkspace } from '../../../testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../testing/src/database.ts';
import { lastLetter, onPlan, refusalOf, sit, testKeyring } from '../../../testing/src/desk.ts';
import { keepHistory } from './every-day-history.handler.ts';
import { writeArchive } from './write-archive.ts';

const log = createLogger({ name: 'history', level: 'silent' });
const START = new Date('2026-06-15T12:00:00Z');
const day = (n: number) => new Date(START.getTime() + n * 86_400_000);
let db: TestDatabase;
let jobs: Database;
let folder = '';
beforeAll(async () => {
  db = await createDatabase();
  jobs = connect(db.jobsUrl, { name: 'history', max: 4 });
  folder = await mkdtemp(path.join(tmpdir(), 'recado-history-'));
});
afterAll(async () => {
  await jobs.end();
  await db.drop();
  await rm(folder, { recursive: true });
});

const ports = () => ({ storage: diskStorage(folder), hints: { emitted() {}, changed() {} } });
const system = (workspaceId: string, now: Date): Ctx =>
  ({
    ...{ db: jobs, keyring: testKeyring, log, ports: ports(), workspaceId, requestId: randomUUID(), locale: 'es' },
    ...{ clock: { now: () => now }, door: { kind: 'system', reason: 'a test' } },
  }) as unknown as Ctx;

/** A company on a plan of 365 days, with a thread of which two lines are old and one is young, and one that is old altogether. */
async function found() {
  const { id, accountId, owner } = await makeWorkspace(db.admin);
  await onPlan(db.admin, accountId, 'pro');
  const boss = await sit(db, id, { member: owner });
  Object.assign(boss.ctx.ports, ports());
  const [one, two] = [await makeConversation(db.admin, id), await makeConversation(db.admin, id)];
  const say = async (at: { conversationId: string; channelId: string }, body: string, when: Date, mediaId?: string) => {
    const [row] = await db.admin`
      insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, media_id, provider_id, author_kind, status, occurred_at)
        select ${id}, ${at.conversationId}, ${at.channelId}, 1 + coalesce(max(m.seq), 0), 'in', 'text', ${body}, ${mediaId ?? null}, ${randomUUID()}, 'contact', 9, ${when}
          from app.message m where m.workspace_id = ${id} and m.conversation_id = ${at.conversationId} returning id, seq`;
    await db.admin`update app.conversation set last_message_id = ${row?.id}, last_preview = ${body}, last_seq = ${row?.seq}, last_direction = 'in', last_message_at = ${when}, unread_count = 1
      where workspace_id = ${id} and id = ${at.conversationId}`;
    return row?.id as string;
  };
  const photo = async () =>
    (
      await db.admin`insert into app.media (workspace_id, kind, mime, sha256, state) values (${id}, 'image', 'image/png', ${createHash('sha256').update(randomUUID()).digest()}, 'ready') returning id`
    )[0]?.id as string;
  const [own, shared] = [await photo(), await photo()];
  await say(one, 'muy viejo', day(-500), own);
  await say(one, 'viejo: "comillas"\ny línea', day(-400), shared);
  await say(one, 'joven', day(-5), shared);
  await say(two, 'solo viejo', day(-450));
  const bodies = async () =>
    (await db.admin`select body from app.message where workspace_id = ${id} order by occurred_at`).map(
      ({ body }) => body,
    );
  const batch = async () =>
    (await db.admin`select * from app.history_batch where workspace_id = ${id} order by id desc limit 1`)[0];
  const photos = async () =>
    (await db.admin`select id from app.media where workspace_id = ${id}`).map((each) => each.id as string).toSorted();
  return { id, accountId, owner, boss, one, two, own, shared, say, bodies, batch, photos };
}

test('what is older than the plan keeps is told of, put away whole, and removed when its day has come, whatever is killed between', async () => {
  const { id, owner, boss, two, shared, bodies, batch, photos } = await found();
  const other = await found();
  const all = ['muy viejo', 'solo viejo', 'viejo: "comillas"\ny línea', 'joven'];
  // told; the process dies before it has written anything
  expect(await moveHistory(system(id, START), {})).toEqual({ what: 'again' });
  const told = await batch();
  expect([told?.state, Number(told?.messages), told?.before]).toEqual([
    'announced',
    3,
    new Date('2025-07-15T00:00:00Z'),
  ]);
  expect(await lastLetter(db.admin, owner.email)).toMatchObject({
    messages: '3',
    before: '2025-07-15',
    purgeOn: '2026-07-15',
  });
  await tellHistory(system(id, START), { batchId: told?.id });
  await tellHistory(system(id, START), { batchId: told?.id });
  const notices = (await listNotifications(boss.ctx, {})).rows.filter(({ kind }) => kind === 'history');
  expect(notices.map(({ detail }) => detail.count)).toEqual([3]);
  // it dies again after the file was written and before that was settled
  const torn = { ...system(id, START) };
  const { batchId } = (await moveHistory(torn, {})) as { batchId: string };
  const storage = { ...diskStorage(folder), put: () => Promise.reject(new Error('killed')) };
  await expect(writeArchive({ ...torn, ports: { ...torn.ports, storage } } as Ctx, batchId)).rejects.toThrow('killed');
  expect((await batch())?.state).toBe('archiving');
  await keepHistory(system(id, day(1)));
  const kept = await batch();
  expect([kept?.state, Number(kept?.archived)]).toEqual(['archived', 3]);
  // it waits for its day
  await keepHistory(system(id, day(29)));
  expect(await bodies()).toEqual(all);
  // the file is not what was written down: nothing goes
  const digest = Buffer.from(kept?.sha256 ?? '').toString('hex');
  const broken = {
    ...diskStorage(folder),
    read: () => diskStorage(folder).read(id, createHash('sha256').update('x').digest('hex')),
  };
  const due = system(id, day(30));
  await expect(keepHistory({ ...due, ports: { ...due.ports, storage: broken } } as Ctx)).rejects.toThrow(
    'archiveBroken',
  );
  expect(await bodies()).toEqual(all);
  expect((await batch())?.state).toBe('purging');
  // the file holds every line, with what it carried
  const { sha256 } = await openArchive(boss.ctx, { batchId });
  expect(sha256).toBe(digest);
  const { stream } = (await diskStorage(folder).read(id, sha256)) ?? { stream: Readable.from([]) };
  const lines = (await text(stream))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map((each) => each.text).toSorted()).toEqual(all.slice(0, 3).toSorted());
  expect(lines.find((each) => each.text === 'muy viejo')?.file.mime).toBe('image/png');
  // it dies after some are gone, and goes on
  expect(await purgeHistory(due, { batchId, ids: [lines[0].id] })).toBe(true);
  await keepHistory(due);
  expect(await bodies()).toEqual(['joven']);
  expect(await photos()).toEqual([shared]);
  const done = await batch();
  expect([done?.state, Number(done?.purged)]).toEqual(['purged', 3]);
  await keepHistory(due);
  expect((await batch())?.id).toBe(batchId);
  // the thread that lost its last line stays, and says nothing of it
  const [thread] =
    await db.admin`select last_preview, unread_count from app.conversation where workspace_id = ${id} and id = ${two.conversationId}`;
  expect(thread).toEqual({ last_preview: '', unread_count: 0 });
  expect(await readHistory(boss.ctx, {})).toMatchObject({
    days: 365,
    keptSince: '2025-07-15T00:00:00.000000Z',
    next: null,
    archives: [{ id: batchId, messages: 3 }],
  });
  const audit =
    await db.admin`select action from app.audit_entry where workspace_id = ${id} and action like 'exports/history.%' order by at, id`;
  expect(audit.map(({ action }) => action)).toEqual(
    ['announced', 'archived', 'downloaded', 'purged'].map((each) => `exports/history.${each}`),
  );
  // another company's has not been touched, and an agent gets no file
  expect(await other.bodies()).toEqual(all);
  expect(await refusalOf(openArchive(other.boss.ctx, { batchId }))).toBe('exports.archiveNotFound');
  expect(await refusalOf(openArchive((await sit(db, id, 'agent')).ctx, { batchId }))).toBe('kernel.forbidden');
});

test('a plan that keeps more calls it off, and one without end tells of nothing', async () => {
  const { id, accountId, bodies, batch, boss } = await found();
  await keepHistory(system(id, START));
  expect((await batch())?.state).toBe('archived');
  await onPlan(db.admin, accountId, 'enterprise');
  await keepHistory(system(id, day(31)));
  expect([(await batch())?.state, (await batch())?.sha256]).toEqual(['cancelled', null]);
  expect(await bodies()).toHaveLength(4);
  await keepHistory(system(id, day(32)));
  expect(await readHistory(boss.ctx, {})).toEqual({ days: null, keptSince: null, next: null, archives: [] });
});
