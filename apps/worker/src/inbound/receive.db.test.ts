import { randomUUID } from 'node:crypto';
import { commitReceived } from '@recado/core/channels';
import { type InboundMessage, receiveMessages } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import { connect, type Database } from '@recado/db';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorkspace } from '../../../../packages/testing/src/companies.ts';
import { createDatabase, type TestDatabase } from '../../../../packages/testing/src/database.ts';

let database: TestDatabase;
let db: Database;
beforeAll(async () => {
  database = await createDatabase();
  db = connect(database.workerUrl, { name: 'receive-test', max: 4 });
});
afterAll(async () => {
  await db.end({ timeout: 1 });
  await database.drop();
});

async function openNumber(workspaceId: string): Promise<Held> {
  const [channel] = await database.admin`
    insert into app.channel (workspace_id, name, driver) values (${workspaceId}, 'Number', 'simulator') returning id`;
  await database.admin`insert into wa.lease (channel_id, workspace_id, driver, holder, fence, expires_at)
    values (${channel?.id}, ${workspaceId}, 'simulator', ${randomUUID()}, 1, clock_timestamp() + interval '1 hour')`;
  return { workspaceId, channelId: channel?.id, fence: 1 };
}

const pn = { kind: 'wa_pn', value: '34611000001' } as const;
const lid = { kind: 'wa_lid', value: '99110000001' } as const;
const written = (body: string, more: Partial<InboundMessage> = {}): InboundMessage => ({
  providerId: randomUUID(),
  direction: 'in',
  address: '34611000001@s.whatsapp.net',
  identities: [pn],
  chatKind: 'person',
  profileName: null,
  authorName: null,
  kind: 'text',
  body,
  occurredAt: new Date().toISOString(),
  recovered: false,
  quotedProviderId: null,
  detail: null,
  staged: [],
  ...more,
});
const bodies = async (held: Held) =>
  (
    await database.admin`select m.body, m.kind from app.message m where m.channel_id = ${held.channelId} order by m.created_at, m.seq`
  ).map((row) => `${row.kind}:${row.body}`);

describe('a customer whose two names turn out to be one person while another number hears from him', () => {
  /** Two threads of the second number, whose people the first number joins in a transaction that `during` outlasts. */
  async function joinWhile(arriving: (held: Held) => Promise<unknown>): Promise<Held> {
    const { id } = await makeWorkspace(database.admin);
    const [first, second] = [await openNumber(id), await openNumber(id)];
    await receiveMessages(db, second, [written('by number')]);
    await receiveMessages(db, second, [written('by hidden id', { identities: [lid] })]);
    let pending: Promise<unknown> = Promise.resolve();
    await db.begin(async (tx) => {
      await receiveMessages(tx as unknown as Database, first, [written('both', { identities: [pn, lid] })]);
      pending = arriving(second);
      // the second number's write waits for the first one's, whatever lock it waits on
      for (let tries = 0; tries < 200; tries += 1) {
        const [blocked] = await database.admin`
          select 1 from pg_stat_activity where datname = current_database() and application_name = 'receive-test' and wait_event_type = 'Lock'`;
        if (blocked) return;
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      throw new Error('nothing waited');
    });
    await pending;
    return second;
  }

  test('loses nothing of a batch of plain texts', async () => {
    const second = await joinWhile((held) => receiveMessages(db, held, [written('meanwhile', { identities: [lid] })]));
    expect(await bodies(second)).toContain('text:meanwhile');
  });

  test('loses nothing of what goes the slow way', async () => {
    const second = await joinWhile((held) =>
      receiveMessages(db, held, [written('renamed meanwhile', { identities: [lid], profileName: 'New' })]),
    );
    expect(await bodies(second)).toContain('text:renamed meanwhile');
  });
});

test('signs that the database cannot keep, wherever a stranger puts them, never hold a message up', async () => {
  const { id } = await makeWorkspace(database.admin);
  const held = await openNumber(id);
  const bad = 'a\u0000b\ud800c';
  await receiveMessages(db, held, [
    written(bad, {
      profileName: bad,
      authorName: bad,
      quotedProviderId: bad,
      detail: { [bad]: bad, list: [bad] },
      media: {
        kind: 'document',
        mime: bad,
        name: bad,
        bytes: 1,
        width: null,
        height: null,
        seconds: null,
        sealedSource: 'AA==',
      },
    }),
  ]);
  expect(await bodies(held)).toEqual(['text:ab\ufffdc']);
});

describe('texts that go into their threads by the transaction that moved the ratchet', () => {
  const keys = [{ kind: 'session', id: '99110000001_1.0', sealed: Buffer.from('turned') }];
  const stored = async (held: Held) => ({
    bodies: await bodies(held),
    keys: (await database.admin`select key_id from wa.signal_key where channel_id = ${held.channelId}`).map(
      (row) => row.key_id,
    ),
  });
  const nothing = { bodies: ['text:first'], keys: [] };
  /** A number with one thread, of a customer both of whose names are known. */
  async function withThread(): Promise<Held> {
    const held = await openNumber((await makeWorkspace(database.admin)).id);
    await receiveMessages(db, held, [written('first', { identities: [pn, lid] })]);
    return held;
  }
  const both = { identities: [pn, lid] as InboundMessage['identities'] };
  const commit = (held: Held, ...messages: InboundMessage[]) =>
    commitReceived(db, held, { keys, credential: null }, messages);

  test('are there with the keys, in order and counted', async () => {
    const held = await withThread();
    expect(await commit(held, written('second', both), written('third', both))).toBe(true);
    expect(await stored(held)).toEqual({ bodies: ['text:first', 'text:second', 'text:third'], keys: [keys[0]?.id] });
    const [thread] = await database.admin`
      select unread_count, last_seq, last_preview from app.conversation where channel_id = ${held.channelId}`;
    expect(thread).toMatchObject({ unread_count: 3, last_seq: '3', last_preview: 'third' });
  });

  test.each([
    ['a stranger', [written('hi', { identities: [{ kind: 'wa_pn', value: '34611000999' }, pn] })]],
    ['a known customer under a new name of the profile', [written('hi', { ...both, profileName: 'New' })]],
    ['a text beside a picture', [written('hi', both), written('', { ...both, media: { kind: 'image' } as never })]],
    ['one id twice', [written('hi', { ...both, providerId: 'A' }), written('hi', { ...both, providerId: 'A' })]],
  ])('leave keys and threads alone when they are of %s', async (_what, messages) => {
    const held = await withThread();
    expect(await commit(held, ...messages)).toBe(false);
    expect(await stored(held)).toEqual(nothing);
  });

  test('leave everything alone when they are known already', async () => {
    const held = await withThread();
    const [known] = await database.admin`select provider_id from app.message where channel_id = ${held.channelId}`;
    expect(await commit(held, written('again', { ...both, providerId: known?.provider_id }))).toBe(false);
    expect(await stored(held)).toEqual(nothing);
  });

  test('wait for nobody who has the thread, so that no receipt is late because somebody answers', async () => {
    const held = await withThread();
    await database.admin.begin(async (tx) => {
      await tx`select 1 from app.conversation where channel_id = ${held.channelId} for update`;
      expect(await commit(held, written('meanwhile', both))).toBe(false);
    });
    expect(await stored(held)).toEqual(nothing);
  });

  test('are refused to whoever lost the lease', async () => {
    const held = await withThread();
    await expect(commit({ ...held, fence: 2 }, written('late', both))).rejects.toMatchObject({
      code: 'kernel.leaseLost',
    });
    expect(await stored(held)).toEqual(nothing);
  });
});
