import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  makeConversation,
  makeWorkspace,
  openTestSession,
  type TestSession,
  type TestWorkspace,
} from '../src/companies.ts';
import { createDatabase, type TestDatabase } from '../src/database.ts';
import { seeded } from '../src/soak/seeded.ts';

type Page = { horizon: string; changes: { topic: string; id: string }[]; ids: number[]; more: boolean };
type Delta = {
  topic: string;
  id: string;
  conversationId: string;
  row: { seq?: number; conversationId?: string } | null;
};

let db: TestDatabase;
let workspace: TestWorkspace;
let session: TestSession;
beforeAll(async () => {
  db = await createDatabase();
});
beforeEach(async () => {
  workspace = await makeWorkspace(db.admin);
  session = await openTestSession(db.web, workspace.owner.id);
});
afterAll(async () => {
  await db.drop();
});

async function read(horizon: string | null, seen: number[] = [], limit = 200): Promise<Page> {
  const [row] =
    await db.web`select app.read_changes(${session.pass}, null, ${workspace.id}, ${horizon}::text::xid8, ${seen}::bigint[], ${limit}) page`;
  return row?.page as Page;
}

/** A reader that follows the changes as the live stream does: page by page, remembering what the page tells it to. */
function reader(horizon: string) {
  const got: string[] = [];
  let at = { horizon, seen: [] as number[] };
  return {
    got,
    async look(limit = 200) {
      for (;;) {
        const page = await read(at.horizon, at.seen, limit);
        got.push(...page.changes.map((each) => each.id));
        at = { horizon: page.horizon, seen: page.ids };
        if (!page.more) return;
      }
    },
    /** A browser that comes back knows the horizon and nothing else. */
    resume() {
      at = { horizon: at.horizon, seen: [] };
    },
  };
}

/** A transaction that writes change rows and commits when told; `rollback` undoes it. */
function openWriter(entities: string[]) {
  let finish: (commit: boolean) => void = () => {};
  const told = new Promise<boolean>((resolve) => {
    finish = resolve;
  });
  let written: () => void = () => {};
  const wrote = new Promise<void>((resolve) => {
    written = resolve;
  });
  const undo = new Error('undo');
  const done = db.worker
    .begin(async (tx) => {
      await tx`select guard.enter_system(${workspace.id}, 'changes test')`;
      for (const entity of entities) await tx`select app.note_change(${workspace.id}, 'message', ${entity}, null)`;
      written();
      if (!(await told)) throw undo;
    })
    .catch((error) => {
      if (error !== undo) throw error;
    });
  const end = async (commit: boolean): Promise<void> => {
    finish(commit);
    await done;
  };
  return { wrote, commit: () => end(true), rollback: () => end(false) };
}

async function write(...entities: string[]): Promise<void> {
  const writer = openWriter(entities);
  await writer.wrote;
  await writer.commit();
}

test('a reader starts at the present', async () => {
  await write(randomUUID());
  const page = await read(null);
  expect(page).toMatchObject({ changes: [], ids: [], more: false });
});

test('a writer that stays open for five seconds between two others delays nobody and is not missed', async () => {
  const follower = reader((await read(null)).horizon);
  const [before, held, after, later] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  await write(before);
  const writer = openWriter([held]);
  await writer.wrote;
  await write(after);
  await follower.look();
  expect(follower.got).toEqual([before, after]);
  const opened = performance.now();
  const delays: number[] = [];
  while (performance.now() - opened < 5_000) {
    const entity = randomUUID();
    await write(entity);
    const committed = performance.now();
    await follower.look();
    expect(follower.got.at(-1)).toBe(entity);
    delays.push(performance.now() - committed);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  expect(delays.length).toBeGreaterThan(20);
  expect(Math.max(...delays)).toBeLessThan(1_000);
  expect(follower.got).not.toContain(held);
  await writer.commit();
  await write(later);
  await follower.look();
  expect(follower.got).toContain(held);
  expect(follower.got).toContain(later);
  // nothing came twice, because the reader never went away
  expect(new Set(follower.got).size).toBe(follower.got.length);
}, 20_000);

test('what was rolled back never appears', async () => {
  const follower = reader((await read(null)).horizon);
  const gone = randomUUID();
  const writer = openWriter([gone]);
  await writer.wrote;
  await writer.rollback();
  await write(randomUUID());
  await follower.look();
  expect(follower.got).toHaveLength(1);
  expect(follower.got).not.toContain(gone);
});

test('a backlog of many pages comes whole, once and to an end', async () => {
  const follower = reader((await read(null)).horizon);
  const entities = Array.from({ length: 95 }, () => randomUUID());
  for (let at = 0; at < entities.length; at += 5) await write(...entities.slice(at, at + 5));
  await follower.look(10);
  expect([...follower.got].sort()).toEqual([...entities].sort());
});

test('many changes of one thing within a page are one delta', async () => {
  const { horizon } = await read(null);
  const entity = randomUUID();
  await write(entity, entity, entity);
  expect((await read(horizon)).changes).toHaveLength(1);
});

test('a horizon from before everything answers all that is kept', async () => {
  const entities = [randomUUID(), randomUUID()];
  await write(...entities);
  expect((await read('3')).changes.map((each) => each.id)).toEqual(entities);
});

test('a horizon that has not come yet answers nothing and the present one', async () => {
  await write(randomUUID());
  const page = await read('9000000000000000000');
  expect(page.changes).toEqual([]);
  expect(Number(page.horizon)).toBeLessThan(9e15);
});

test("another company's changes are not among them", async () => {
  const { horizon } = await read(null);
  const other = await makeWorkspace(db.admin);
  await db.worker.begin(async (tx) => {
    await tx`select guard.enter_system(${other.id}, 'changes test')`;
    await tx`select app.note_change(${other.id}, 'message', ${randomUUID()}, null)`;
  });
  expect((await read(horizon)).changes).toEqual([]);
});

test('whatever the order of commits, readers that come and go at any moment miss nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          rows: fc.integer({ min: 1, max: 4 }),
          holdMs: fc.integer({ min: 0, max: 40 }),
          startMs: fc.integer({ min: 0, max: 60 }),
          rolledBack: fc.boolean(),
        }),
        { minLength: 2, maxLength: 14 },
      ),
      fc.nat(),
      fc.integer({ min: 2, max: 50 }),
      async (writers, seed, limit) => {
        const random = seeded(seed);
        const { horizon } = await read(null);
        const followers = [reader(horizon), reader(horizon)];
        const committed: string[] = [];
        const undone: string[] = [];
        let open = writers.length;
        const work = writers.map(async ({ rows, holdMs, startMs, rolledBack }) => {
          const entities = Array.from({ length: rows }, () => randomUUID());
          await pause(startMs);
          const writer = openWriter(entities);
          await writer.wrote;
          await pause(holdMs);
          if (rolledBack) await writer.rollback();
          else await writer.commit();
          (rolledBack ? undone : committed).push(...entities);
          open -= 1;
        });
        const reading = followers.map(async (follower) => {
          while (open > 0) {
            await follower.look(limit);
            if (random() < 0.3) follower.resume();
            await pause(random() * 8);
          }
          await follower.look(limit);
        });
        await Promise.all([...work, ...reading]);
        for (const { got } of followers) {
          expect(committed.filter((entity) => !got.includes(entity))).toEqual([]);
          expect(undone.filter((entity) => got.includes(entity))).toEqual([]);
        }
      },
    ),
    { numRuns: 25, seed: 20_261_121, endOnFailure: true },
  );
}, 60_000);

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('when two threads become one, each message that moved is told with its new thread, and the lost thread says where it went', async () => {
  const { channelId, conversationId: kept } = await makeConversation(db.admin, workspace.id);
  const [contact] =
    await db.admin`insert into app.contact (workspace_id, name) values (${workspace.id}, 'Lucía') returning id`;
  const [dropped] = await db.admin`insert into app.conversation (workspace_id, channel_id, contact_id, address)
    values (${workspace.id}, ${channelId}, ${contact?.id}, '1@lid') returning id`;
  const write = async (conversationId: string, seq: number, minute: number): Promise<string> => {
    const [row] = await db.admin`
      insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      values (${workspace.id}, ${conversationId}, ${channelId}, ${seq}, 'in', 'text', 'Hola', ${randomUUID()}, 'contact', 9,
        ${`2026-11-20T10:0${minute}:00Z`}::text::timestamptz) returning id`;
    return row?.id;
  };
  const stays = await write(kept, 1, 0);
  const later = await write(kept, 2, 2);
  const moves = await write(dropped?.id, 1, 1);
  const { horizon } = await read(null);
  await db.worker.begin(async (tx) => {
    await tx`select guard.enter_system(${workspace.id}, 'changes test')`;
    await tx`select app.join_conversations(${workspace.id}, ${kept}, ${dropped?.id})`;
  });
  const told = (await read(horizon)).changes as unknown as Delta[];
  expect(told.map(({ topic, id, conversationId, row }) => [topic, id, conversationId, row?.seq ?? !!row])).toEqual([
    ['message', moves, kept, 2],
    ['message', later, kept, 3],
    ['conversation', kept, kept, true],
    ['conversation', dropped?.id, kept, false],
  ]);
  expect(told.find(({ id }) => id === moves)?.row?.conversationId).toBe(kept);
  expect(told.map(({ id }) => id)).not.toContain(stays);
});
