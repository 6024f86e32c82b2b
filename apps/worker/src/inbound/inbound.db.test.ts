import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openTestSession } from '../../../../packages/testing/src/companies.ts';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

const LUCIA = '34611000001';
// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let house: WorkerHouse;
let next = 301;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'inbound' });
  await house.start();
});
afterAll(() => house.close());

async function openNumber() {
  const number = `34600000${next++}`;
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  await house.pair(channelId, number);
  return { number, workspaceId, channelId };
}
const count = (channelId: string, many: number) => house.untilMessages(channelId, many);
const staged = async (channelId: string) =>
  (await house.database.admin`select count(*)::int n from wa.staged_message where channel_id = ${channelId}`)[0]?.n;

test('a customer who writes under the number and under the hidden id is one contact with one thread', async () => {
  const { number, workspaceId, channelId } = await openNumber();
  await house.simulator.send({ from: LUCIA, account: number, text: 'uno', addressing: 'pn' });
  await house.simulator.send({ from: LUCIA, account: number, text: 'dos', addressing: 'lid' });
  await count(channelId, 2);
  const rows = await house.messages(channelId);
  expect(new Set(rows.map((row) => row.conversation_id)).size).toBe(1);
  const identities = await house.database
    .admin`select kind, value from app.contact_identity where workspace_id = ${workspaceId} order by kind`;
  expect(identities.map((row) => row.kind)).toEqual(['wa_lid', 'wa_pn']);
  expect(identities[1]?.value).toBe(LUCIA);
  await until(async () => (await staged(channelId)) === 0);
});

test('what was typed on the phone is ours, and clears the unread count', async () => {
  const { number, channelId } = await openNumber();
  await house.simulator.send({ from: LUCIA, account: number, text: '¿Abrís hoy?' });
  await count(channelId, 1);
  await house.simulator.send({ from: 'phone', account: number, to: LUCIA, text: 'Hasta las ocho' });
  await count(channelId, 2);
  const [, answer] = await house.messages(channelId);
  expect(answer).toMatchObject({ direction: 'out', author_kind: 'phone', body: 'Hasta las ocho' });
  const [thread] = await house.database
    .admin`select unread_count, last_direction from app.conversation where channel_id = ${channelId}`;
  expect(thread).toEqual({ unread_count: 0, last_direction: 'out' });
});

test('what waited on the server arrives in order and says that it waited', async () => {
  const { number, channelId } = await openNumber();
  await house.want(channelId, 'closed');
  await house.untilState(channelId, 'closed');
  for (const text of ['uno', 'dos', 'tres']) await house.simulator.send({ from: LUCIA, account: number, text });
  await house.want(channelId, 'open');
  await count(channelId, 3);
  const rows = await house.messages(channelId);
  expect(rows.map((row) => [row.body, row.recovered])).toEqual([
    ['uno', true],
    ['dos', true],
    ['tres', true],
  ]);
});

test('a hundred and sixty messages of twenty customers: each once, in order per customer', async () => {
  const { number, channelId } = await openNumber();
  const { messages } = await house.simulator.burst({ accounts: [number], customers: 20, count: 160, tag: 'n' });
  await count(channelId, 160);
  const rows = await house.messages(channelId);
  expect(new Set(rows.map((row) => row.provider_id)).size).toBe(160);
  const order = new Map<string, string[]>();
  for (const row of rows) order.set(row.conversation_id, [...(order.get(row.conversation_id) ?? []), row.provider_id]);
  const sent = messages.map((each) => each.id);
  for (const ids of order.values()) expect(ids).toEqual([...ids].sort((a, b) => sent.indexOf(a) - sent.indexOf(b)));
  await until(async () => (await staged(channelId)) === 0);
  await until(() => house.simulator.accounts().find((each) => each.number === number)?.queued === 0);
});

test('a stanza that comes twice is one message, and the repeat is acknowledged like the first', async () => {
  const { number, channelId } = await openNumber();
  const refused: unknown[] = [];
  for (const event of ['refusal', 'retry'] as const)
    house.simulator.events.on(event, (news: { account: string }) => news.account === number && refused.push(news));
  house.simulator.fault({ account: number, fault: 'duplicateDelivery', value: true });
  for (const text of ['uno', 'dos', 'tres']) await house.simulator.send({ from: LUCIA, account: number, text });
  await count(channelId, 3);
  await house.simulator.send({ from: LUCIA, account: number, text: 'fin' });
  await count(channelId, 4);
  expect((await house.messages(channelId)).map((row) => row.body)).toEqual(['uno', 'dos', 'tres', 'fin']);
  await until(() => house.simulator.accounts().find((each) => each.number === number)?.queued === 0);
  expect(refused).toEqual([]);
});

test('without a database nothing is acknowledged; when it is back the same message is stored once', async () => {
  const { number, channelId } = await openNumber();
  await house.simulator.send({ from: LUCIA, account: number, text: 'antes' });
  await count(channelId, 1);
  const receipts: string[] = [];
  house.simulator.events.on('receipt', (receipt) => {
    if (receipt.account === number) receipts.push(receipt.id);
  });
  await house.database.admin`revoke insert, update on wa.signal_key from recado_worker`;
  const { id } = await house.simulator.send({ from: LUCIA, account: number, text: 'durante' });
  await until(async () => (await house.channel(channelId)).state !== 'open');
  expect(receipts).not.toContain(id);
  await house.database.admin`grant insert, update on wa.signal_key to recado_worker`;
  await until(
    async () => (await house.messages(channelId)).some((row) => row.body === 'durante'),
    'stored after all',
    () => house.messages(channelId),
    15_000,
  );
  const rows = (await house.messages(channelId)).filter((row) => row.provider_id === id);
  expect(rows).toHaveLength(1);
  await until(() => receipts.includes(id));
});

test('a photo is downloaded, checked and kept under its digest; its key is forgotten', async () => {
  const { number, workspaceId, channelId } = await openNumber();
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(70_000, 7)]);
  await house.simulator.send({
    from: LUCIA,
    account: number,
    media: { base64: png.toString('base64'), mime: 'image/png', caption: 'mira' },
  });
  const ready = async () =>
    (await house.database.admin`select * from app.media where workspace_id = ${workspaceId}`)[0];
  await until(async () => (await ready())?.state === 'ready', 'ready', ready);
  const media = await ready();
  const sha256 = createHash('sha256').update(png).digest('hex');
  expect(media?.sha256.toString('hex')).toBe(sha256);
  expect(media).toMatchObject({ mime: 'image/png', sealed_source: null });
  const file = await house.services.storage.read(workspaceId, sha256);
  expect((await buffer(file?.stream as NodeJS.ReadableStream)).equals(png)).toBe(true);
  expect((await house.messages(channelId))[0]).toMatchObject({ kind: 'image', body: 'mira' });
});

test('an executable that calls itself a photo is refused', async () => {
  const { number, workspaceId } = await openNumber();
  const exe = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]);
  await house.simulator.send({
    from: LUCIA,
    account: number,
    media: { base64: exe.toString('base64'), mime: 'image/jpeg', name: 'foto.jpg' },
  });
  const row = async () =>
    (await house.database.admin`select state, error from app.media where workspace_id = ${workspaceId}`)[0];
  await until(async () => (await row())?.state === 'failed', 'failed', row);
  expect((await row())?.error).toBe('not_what_it_says');
});

test('a group is one thread with the names of those who write in it', async () => {
  const { number, workspaceId, channelId } = await openNumber();
  house.simulator.addCustomer({ number: '34611000077', name: 'Nuria' });
  const group = house.simulator.addGroup({ account: number, subject: 'Proveedores', members: [LUCIA, '34611000077'] });
  await house.simulator.send({ from: LUCIA, account: number, to: group.id, text: 'hola a todos' });
  await house.simulator.send({ from: '34611000077', account: number, to: group.id, text: 'buenas' });
  await count(channelId, 2);
  const rows = await house.database
    .admin`select body, author_name, conversation_id from app.message where channel_id = ${channelId} order by seq`;
  expect(new Set(rows.map((row) => row.conversation_id)).size).toBe(1);
  expect(rows[1]).toMatchObject({ body: 'buenas', author_name: 'Nuria' });
  const [contact] = await house.database
    .admin`select profile_name, kind from app.contact where workspace_id = ${workspaceId}`;
  expect(contact).toEqual({ profile_name: 'Proveedores', kind: 'group' });
});

test('the memory of the phone is taken over as history: in order, read, and behind what is new', async () => {
  const number = `34600000${next++}`;
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  house.simulator.addAccount({ number });
  const at = Date.now() - 86_400_000;
  house.simulator.importHistory({
    account: number,
    chats: [
      {
        customer: LUCIA,
        messages: [
          { fromMe: false, text: 'ayer uno', at },
          { fromMe: true, text: 'ayer dos', at: at + 60_000 },
          { fromMe: false, text: 'ayer tres', at: at + 120_000 },
        ],
      },
    ],
  });
  await house.pair(channelId, number);
  await count(channelId, 3);
  await house.simulator.send({ from: LUCIA, account: number, text: 'hoy' });
  await count(channelId, 4);
  const rows = await house.messages(channelId);
  expect(rows.map((row) => row.body)).toEqual(['ayer uno', 'ayer dos', 'ayer tres', 'hoy']);
  const [thread] = await house.database
    .admin`select unread_count, last_preview, last_seq::int from app.conversation where channel_id = ${channelId}`;
  expect(thread).toEqual({ unread_count: 1, last_preview: 'hoy', last_seq: 4 });
});

test('a text with a NUL and one of sixty thousand characters are stored, and hold nothing up', async () => {
  const { number, channelId } = await openNumber();
  await house.simulator.send({ from: LUCIA, account: number, text: 'con\u0000cero' });
  await house.simulator.send({ from: LUCIA, account: number, text: 'ñ'.repeat(60_000) });
  await count(channelId, 2);
  const rows = await house.messages(channelId);
  expect(rows[0]?.body).toBe('concero');
  expect(rows[1]?.body).toHaveLength(60_000);
});

test('a staged row that no key opens stays where it is, and holds nothing up', async () => {
  const { number, workspaceId, channelId } = await openNumber();
  await house.want(channelId, 'closed');
  await house.untilState(channelId, 'closed');
  await house.database
    .admin`insert into wa.staged_message (workspace_id, channel_id, chat, sender, provider_id, part, sealed)
    values (${workspaceId}, ${channelId}, 'x', 'x', 'BROKEN', 0, '\\x0102')`;
  await house.want(channelId, 'open');
  await house.untilState(channelId, 'open');
  await house.simulator.send({ from: LUCIA, account: number, text: 'sigue' });
  await count(channelId, 1);
  await until(async () => (await staged(channelId)) === 1);
});

test('of a chat that is set apart nothing is stored: neither what the phone remembers of it, nor what comes by either name, nor its photos', async () => {
  const number = `34600000${next++}`;
  const { id: workspaceId, owner } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  const { web, admin } = house.database;
  const { pass } = await openTestSession(web, owner.id);
  // before the number is paired, so that the phone's memory comes after
  await web.begin(async (tx) => {
    await tx`select 1 from guard.enter(${pass}, null, ${workspaceId})`;
    await tx`select guard.set_apart(null, ${channelId}, ${LUCIA}, 'not_stored')`;
  });
  house.simulator.addAccount({ number });
  const at = Date.now() - 86_400_000;
  house.simulator.importHistory({
    account: number,
    chats: [{ customer: LUCIA, messages: [{ fromMe: false, text: 'SECRETO ayer', at }] }],
  });
  await house.pair(channelId, number);
  const from = { from: LUCIA, account: number };
  await house.simulator.send({ ...from, text: 'SECRETO uno', addressing: 'pn' });
  await house.simulator.send({ ...from, text: 'SECRETO dos', addressing: 'lid' });
  const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(900, 7)]);
  await house.simulator.send({
    ...from,
    media: { base64: png.toString('base64'), mime: 'image/png', caption: 'SECRETO' },
  });
  await house.simulator.send({ from: 'phone', account: number, to: LUCIA, text: 'SECRETO mía' });
  await house.simulator.send({ from: '34611000078', account: number, text: 'corriente' });
  await count(channelId, 1);
  await until(async () => (await staged(channelId)) === 0);
  await until(() => house.simulator.accounts().find((each) => each.number === number)?.queued === 0);
  expect((await house.messages(channelId)).map((row) => row.body)).toEqual(['corriente']);
  const [kept] = await admin`
    select (select count(*)::int from app.media where workspace_id = ${workspaceId}) files, (select count(*)::int from app.contact where workspace_id = ${workspaceId}) contacts,
      (select count(*)::int from app.contact_identity where workspace_id = ${workspaceId} and value = ${LUCIA}) names`;
  expect(kept).toEqual({ files: 0, contacts: 1, names: 0 });
});
