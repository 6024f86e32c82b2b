import { randomUUID } from 'node:crypto';
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
