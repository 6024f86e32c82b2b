import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { connectClient, openClient, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const LUCIA = '34611000001';
const TO_LUCIA = `${LUCIA}@s.whatsapp.net`;

let simulator: Simulator;
let client: TestClient;
let account = '';
let next = 0;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'faults' });
  simulator.addCustomer({ number: LUCIA, name: 'Lucía Romero' });
});
afterAll(() => simulator.close());

// every test has a number of its own: faults belong to one account
beforeEach(async () => {
  account = `3460000010${next++}`;
  client = await openClient(simulator, account);
  return () => client.end();
});

const fault = (name: string, value?: boolean | number | string) =>
  simulator.fault({ account, fault: name, ...(value === undefined ? {} : { value }) });
const shown = (id: string | null | undefined) =>
  simulator.messages({ account, customer: LUCIA }).find((message) => message.id === id);
const write = async (text: string) => (await client.socket.sendMessage(TO_LUCIA, { text }))?.key.id ?? '';
const view = () => simulator.accounts().find(({ number }) => number === account);

describe('ended connections', () => {
  it('a cut line closes with 428 and the same credentials come back', async () => {
    fault('dropTcp');
    expect(await client.closedWith()).toBe(428);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
  });

  it.each([
    ['restartRequired', 515],
    ['unavailable', 503],
    ['conflict', 440],
  ])('%s closes with %i and the same credentials come back', async (name, code) => {
    fault(name);
    expect(await client.closedWith()).toBe(code);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
  });

  it('a device removed on the phone closes with 401 and stays out', async () => {
    fault('logout');
    expect(await client.closedWith()).toBe(401);
    expect(view()?.devices).toEqual([]);
    client = connectClient(simulator.wsUrl, client.auth);
    expect(await client.closedWith()).toBe(401);
  });

  it('a ban closes with 403 until it is lifted', async () => {
    fault('ban', true);
    expect(await client.closedWith()).toBe(403);
    client = connectClient(simulator.wsUrl, client.auth);
    expect(await client.closedWith()).toBe(403);
    fault('ban', false);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
  });

  it('a temporary ban closes with 402 and ends by itself', async () => {
    fault('temporaryBan', 1);
    expect(await client.closedWith()).toBe(402);
    await until(() => view()?.faults.temporaryBan === 0);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
  });
});

describe('trouble with sending', () => {
  it('a refused send is acked with its error and reaches nobody', async () => {
    fault('refuseSends', 463);
    const id = await write('te escribo en frío');
    await until(() => client.acks.some((ack) => ack.id === id && ack.error === '463'));
    expect(shown(id)).toBeUndefined();
  });

  it('a dropped ack hides a message that was delivered; the same id again is counted, not doubled', async () => {
    fault('dropAcks', true);
    const id = await write('¿me oyes?');
    await until(() => shown(id)?.status === 'delivered');
    expect(client.acks).toEqual([]);
    fault('dropAcks', false);
    await client.socket.sendMessage(TO_LUCIA, { text: '¿me oyes?' }, { messageId: id });
    await until(() => client.acks.some((ack) => ack.id === id));
    expect(simulator.messages({ account, customer: LUCIA }).filter((message) => message.id === id)).toHaveLength(1);
    expect(shown(id)).toMatchObject({ resent: 1 });
    expect(view()?.resent).toBe(1);
  });

  it('a delayed ack comes late, but the send resolves at once', async () => {
    fault('delayAcks', 300);
    const began = Date.now();
    const id = await write('con calma');
    expect(Date.now() - began).toBeLessThan(300);
    expect(client.acks).toEqual([]);
    await until(() => client.acks.some((ack) => ack.id === id));
    expect(Date.now() - began).toBeGreaterThanOrEqual(300);
  });

  it('a blackhole answers nothing; once lifted, what was lost is sent again and shown once', async () => {
    await write('todavía bien');
    await until(() => client.acks.length === 1);
    fault('blackhole', true);
    const id = await write('hacia la nada');
    await simulator.send({ from: LUCIA, account, text: 'nadie me lee' });
    expect(client.acks).toHaveLength(1);
    expect(client.texts()).not.toContain('nadie me lee');
    fault('blackhole', false);
    await client.closedWith();
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
    await until(() => client.texts().includes('nadie me lee'));
    expect(shown(id)).toBeUndefined();
    await client.socket.sendMessage(TO_LUCIA, { text: 'hacia la nada' }, { messageId: id });
    await until(() => shown(id)?.text === 'hacia la nada');
    expect(shown(id)).toMatchObject({ resent: 0 });
  });
});

describe('trouble with receiving', () => {
  it('a stanza that comes twice is refused the second time and shown once by id', async () => {
    const refusals: string[] = [];
    simulator.events.on('refusal', ({ id }) => refusals.push(id));
    fault('duplicateDelivery', true);
    const { id } = await simulator.send({ from: LUCIA, account, text: 'eco' });
    await until(() => client.texts().includes('eco'));
    await until(() => refusals.includes(id));
    expect(client.texts().filter((text) => text === 'eco')).toHaveLength(1);
  });

  it('a consumed stanza sent once more ends in a resend under the same id', async () => {
    await simulator.send({ from: LUCIA, account, text: 'primero' });
    await until(() => client.texts().includes('primero'));
    await write('contesto');
    await until(() => client.acks.length > 0);
    const { id } = await simulator.send({ from: LUCIA, account, text: 'segundo' });
    await until(() => client.texts().includes('segundo') && view()?.queued === 0);
    fault('redeliver', id);
    await until(() => client.messages.filter(({ message }) => message.key.id === id).length > 1);
    await until(() => view()?.queued === 0);
  });

  it('swapped pairs arrive the wrong way round and both decrypt', async () => {
    await simulator.send({ from: LUCIA, account, text: 'cero' });
    await until(() => client.texts().includes('cero'));
    fault('reorder', true);
    await simulator.send({ from: LUCIA, account, text: 'uno' });
    await simulator.send({ from: LUCIA, account, text: 'dos' });
    await until(() => client.texts().length === 3);
    expect(client.texts()).toEqual(['cero', 'dos', 'uno']);
  });

  it('withheld receipts keep one tick, and come when the fault is lifted', async () => {
    fault('withholdDelivered', true);
    const id = await write('¿llega?');
    await until(() => client.acks.some((ack) => ack.id === id));
    expect(shown(id)?.status).toBe('sent');
    fault('withholdDelivered', false);
    await until(() => client.status(id) === 3);
    fault('withholdRead', true);
    simulator.read({ account, customer: LUCIA });
    expect(shown(id)?.status).toBe('delivered');
    fault('withholdRead', false);
    await until(() => client.status(id) === 4);
  });
});

it('a fault that does not exist is named in the error', () => {
  expect(() => fault('explode')).toThrow(/There is no fault "explode"/);
  expect(() => fault('delayAcks', 'mucho')).toThrow(/does not take/);
});
