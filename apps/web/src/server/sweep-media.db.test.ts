import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { sweepMedia } from '@recado/core/conversations';
import type { Ctx, HintPort } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { diskStorage } from '@recado/integrations/storage';
import { makeConversation, makeWorkspace } from '@recado/testing/companies';
import { createDatabase, type TestDatabase } from '@recado/testing/database';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

const NOW = new Date('2026-11-21T12:00:00Z');
const OLD = new Date('2026-11-20T11:00:00Z');
const FRESH = new Date('2026-11-20T13:00:00Z');

let database: TestDatabase;
let jobs: Database;
let folder: string;
let ctx: Ctx;
let storage: ReturnType<typeof diskStorage>;
let conversation: { channelId: string; conversationId: string };
beforeAll(async () => {
  database = await createDatabase();
  jobs = connect(database.jobsUrl, { name: 'sweep-test', max: 2 });
  folder = await mkdtemp(path.join(tmpdir(), 'recado-sweep-'));
  storage = diskStorage(folder);
});
beforeEach(async () => {
  const workspace = await makeWorkspace(database.admin);
  conversation = await makeConversation(database.admin, workspace.id);
  ctx = contextOf(workspace.id);
});
afterAll(async () => {
  await jobs.end({ timeout: 1 });
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

function contextOf(workspaceId: string): Ctx {
  const hints: HintPort = { changed() {}, queued() {}, wanted() {}, emitted() {}, present() {} };
  return {
    workspaceId,
    door: { kind: 'system', reason: 'sweep test' },
    db: jobs,
    ports: { hints, storage, hasSimulator: false },
    clock: { now: () => NOW },
    requestId: 'sweep-test',
  } as unknown as Ctx;
}

/** A stored file with its row, as an upload leaves them. */
async function uploaded(text: string, at: Date): Promise<{ id: string; sha256: string }> {
  const sha256 = await stored(text, at);
  const [row] = await database.admin`
    insert into app.media (workspace_id, kind, mime, bytes, sha256, state, created_at)
    values (${ctx.workspaceId}, 'document', 'text/plain', ${text.length}, ${Buffer.from(sha256, 'hex')}, 'ready', ${at}) returning id`;
  return { id: row?.id, sha256 };
}
async function stored(text: string, at: Date): Promise<string> {
  const sha256 = createHash('sha256').update(text).digest('hex');
  await storage.put(ctx.workspaceId, sha256, Buffer.from(text));
  await utimes(path.join(folder, ctx.workspaceId, sha256.slice(0, 2), sha256), at, at);
  return sha256;
}
async function carry(mediaId: string): Promise<void> {
  await database.admin`
    insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, media_id, provider_id, author_kind, status, occurred_at)
    values (${ctx.workspaceId}, ${conversation.conversationId}, ${conversation.channelId}, 1, 'out', 'document', ${mediaId}, ${randomUUID()}, 'person', 3, ${OLD})`;
}
const rowIds = async () =>
  (await database.admin`select id from app.media where workspace_id = ${ctx.workspaceId} order by id`).map(
    ({ id }) => id,
  );
const has = async (sha256: string) => {
  const found = await storage.read(ctx.workspaceId, sha256);
  return found === null ? null : String(await buffer(found.stream));
};

test('a file that no message has carried for a day goes, row and bytes; a younger and a carried one stay', async () => {
  const forgotten = await uploaded('olvidado', OLD);
  const young = await uploaded('de hoy', FRESH);
  const carried = await uploaded('enviado', OLD);
  await carry(carried.id);
  expect(await sweepMedia(ctx)).toEqual({ rows: 1, files: 1 });
  expect(await rowIds()).toEqual([young.id, carried.id].sort());
  expect([await has(forgotten.sha256), await has(young.sha256), await has(carried.sha256)]).toEqual([
    null,
    'de hoy',
    'enviado',
  ]);
  expect(await sweepMedia(ctx)).toEqual({ rows: 0, files: 0 });
});

test('a file without a row and what an interrupted write left go after a day, not before', async () => {
  const orphan = await stored('huérfano', OLD);
  const recent = await stored('reciente', FRESH);
  const shelf = path.join(folder, ctx.workspaceId, orphan.slice(0, 2));
  await writeFile(path.join(shelf, `${orphan}.${randomUUID()}`), 'half');
  for (const name of await readdir(shelf)) await utimes(path.join(shelf, name), OLD, OLD);
  expect(await sweepMedia(ctx)).toEqual({ rows: 0, files: 2 });
  expect([await has(orphan), await has(recent), (await readdir(shelf)).filter((name) => name !== recent)]).toEqual([
    null,
    'reciente',
    [],
  ]);
});

test('bytes that another row of the company names stay when one row goes', async () => {
  const first = await uploaded('compartido', OLD);
  const second = await uploaded('compartido', OLD);
  await carry(second.id);
  expect(await sweepMedia(ctx)).toEqual({ rows: 1, files: 0 });
  expect(await has(first.sha256)).toBe('compartido');
});

test('a file that is stored again while the sweep runs is kept', async () => {
  const orphan = await stored('otra vez', OLD);
  const list = storage.listUntouched;
  const overtaken: typeof list = async function* (workspaceId, since) {
    for await (const file of list(workspaceId, since)) {
      await storage.put(workspaceId, orphan, Buffer.from('otra vez'));
      yield file;
    }
  };
  ctx.ports.storage = { ...storage, listUntouched: overtaken };
  expect(await sweepMedia(ctx)).toEqual({ rows: 0, files: 0 });
  expect(await has(orphan)).toBe('otra vez');
});

test('one company is swept at a time, and two sweeps at once remove each thing once', async () => {
  const mine = await uploaded('mío', OLD);
  const other = await makeWorkspace(database.admin);
  expect(await sweepMedia(contextOf(other.id))).toEqual({ rows: 0, files: 0 });
  expect(await has(mine.sha256)).toBe('mío');
  const both = await Promise.all([sweepMedia(ctx), sweepMedia(ctx)]);
  expect(both.map(({ rows }) => rows).sort()).toEqual([0, 1]);
  expect(await has(mine.sha256)).toBeNull();
});
