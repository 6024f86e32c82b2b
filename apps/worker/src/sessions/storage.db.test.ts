import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Services } from '../services.ts';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

// a busy machine is slow, not wrong
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const TEXTS = Array.from({ length: 8 }, (_, n) => `texto ${n}`);

let house: WorkerHouse;
let next = 801;
/** How the database goes away at the next such call, and for how long: with the work undone, or done and unanswered. */
let leaves: { when: 'before' | 'after'; text: string; forMs: number } | null = null;
let goneUntil = 0;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'storage' });
  await house.start({}, { db: leaving(house.services.db) });
});
afterAll(() => house.close());

/** The pool as it is, but for outages that begin in the middle of a transaction, as when a server is killed. */
function leaving(db: Services['db']): Services['db'] {
  const gone = () => Promise.reject(Object.assign(new Error('terminating connection'), { code: 'CONNECTION_CLOSED' }));
  return ((strings: TemplateStringsArray, ...values: never[]) => {
    const text = strings.join('?');
    if (performance.now() < goneUntil) return gone();
    // as if it needed more than a place in a thread
    if (leaves && leaves.text !== 'wa.commit_received' && text.includes('wa.commit_received'))
      return Promise.resolve([{ done: false }]);
    const isStaging = text.includes('wa.commit_keys') && (values[7] as unknown as unknown[]).length > 0;
    if (!leaves || !(leaves.text === 'staging' ? isStaging : text.includes(leaves.text))) return db(strings, ...values);
    const { when, forMs } = leaves;
    leaves = null;
    goneUntil = performance.now() + forMs;
    return when === 'before' ? gone() : db(strings, ...values).then(gone);
  }) as unknown as Services['db'];
}

test('a read receipt that meets an absent database is stored when it is back', async () => {
  const number = `34600000${next++}`;
  const { id: workspaceId } = await house.addWorkspace();
  const channelId = await house.addChannel(workspaceId);
  await house.pair(channelId, number);
  await house.simulator.send({ from: '34611000001', account: number, text: 'hola' });
  await house.untilMessages(channelId, 1);
  const [first] = await house.messages(channelId);
  const id = await house.queue(workspaceId, first?.conversation_id as string, 'respuesta');
  const row = async () => (await house.messages(channelId)).find((each) => each.provider_id === id);
  await until(async () => (await row())?.status === 4, 'delivered', row);
  leaves = { when: 'before', text: 'app.advance_delivery', forMs: 1_200 };
  house.simulator.read({ account: number, customer: '34611000001' });
  await until(async () => (await row())?.status === 5, 'read', row);
  expect(leaves).toBeNull();
});

test.each([
  ['taking', 'after', 'guard.claim_channels'],
  ['giving back', 'before', 'guard.release_lease'],
] as const)('a number whose %s met an absent database is served all the same', async (_what, when, text) => {
  const { id: workspaceId } = await house.addWorkspace();
  if (text === 'guard.claim_channels') leaves = { when, text, forMs: 0 };
  const channelId = await house.addChannel(workspaceId);
  await house.untilState(channelId, 'qr');
  if (text === 'guard.release_lease') leaves = { when, text, forMs: 0 };
  await house.want(channelId, 'closed');
  await house.untilState(channelId, 'closed');
  await until(() => leaves === null);
  await house.want(channelId, 'open');
  await house.untilState(channelId, 'qr');
});

test.each([
  ['before', 'wa.commit_received', 1_200],
  ['before', 'wa.commit_received', 0],
  ['after', 'wa.commit_received', 1_200],
  ['after', 'wa.commit_received', 0],
  ['before', 'staging', 1_200],
  ['before', 'staging', 0],
  ['after', 'staging', 1_200],
  ['after', 'staging', 0],
  ['before', 'wa.load_keys', 0],
  ['before', 'wa.load_keys', 1_200],
  ['after', 'app.receive_messages', 1_200],
  ['before', 'app.receive_messages', 1_200],
] as const)(
  'a database gone %s "%s" for %i ms neither loses, doubles nor reorders what a customer writes',
  async (when, text, forMs) => {
    const number = `34600000${next++}`;
    const { id: workspaceId } = await house.addWorkspace();
    const channelId = await house.addChannel(workspaceId);
    await house.pair(channelId, number);
    const ids: string[] = [];
    const write = async (body: string, from: string) =>
      ids.push((await house.simulator.send({ from, account: number, text: body })).id);
    await write('antes', '34611000001');
    await house.untilMessages(channelId, 1);
    leaves = { when, text, forMs };
    // a stranger's keys are read from the database
    const from = text === 'wa.load_keys' ? '34611000002' : '34611000001';
    for (const body of TEXTS) await write(body, from);
    const rows = async () => (await house.messages(channelId)).filter((row) => row.body !== 'antes');
    const bodies = async () => (await rows()).map((row) => row.body);
    await until(async () => (await bodies()).filter((body) => body !== null).length === TEXTS.length, 'all', bodies);
    expect(await bodies()).toEqual(TEXTS);
    expect((await rows()).map((row) => row.provider_id)).toEqual(ids.slice(1));
    expect(leaves).toBeNull();
  },
);
