import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { connectClient, openClient, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const LUCIA = '34611000001';
const JAVIER = '34611000003';
const TO_LUCIA = `${LUCIA}@s.whatsapp.net`;

let simulator: Simulator;
let client: TestClient;
let account = '';
let next = 0;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'delivery' });
  simulator.addCustomer({ number: LUCIA, name: 'Lucía Romero' });
  simulator.addCustomer({ number: JAVIER, name: 'Javier Soto', devices: 2 });
});
afterAll(() => simulator.close());

beforeEach(async () => {
  account = `3460000020${next++}`;
  client = await openClient(simulator, account);
  return () => client.end();
});

const view = () => simulator.accounts().find(({ number }) => number === account);
const device = () => simulator.network.world.accounts.get(account)?.devices.get(1);
const shown = (customer: string, id: string | null | undefined) =>
  simulator.messages({ account, customer }).find((message) => message.id === id);

describe('the queue of a device', () => {
  it('holds what comes while the device is away and hands it over in order', async () => {
    client.end();
    await until(() => view()?.online === false);
    for (const text of ['uno', 'dos', 'tres']) await simulator.send({ from: LUCIA, account, text });
    expect(view()?.queued).toBe(3);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
    await until(() => client.texts().length === 3);
    expect(client.texts()).toEqual(['uno', 'dos', 'tres']);
    expect(client.messages.map(({ type }) => type)).toEqual(['append', 'append', 'append']);
    await until(() => view()?.queued === 0);
  });

  it('hands over a long backlog in batches of a hundred, and new messages after it', async () => {
    client.end();
    await until(() => view()?.online === false);
    await simulator.burst({ accounts: [account], customers: [LUCIA, JAVIER], count: 250, tag: 'atrasado' });
    let largest = 0;
    let inFlight = 0;
    client = connectClient(simulator.wsUrl, client.auth);
    client.socket.ws.on('CB:message', () => {
      inFlight += 1;
      largest = Math.max(largest, inFlight);
    });
    simulator.events.on('receipt', (receipt) => {
      if (receipt.account === account) inFlight -= 1;
    });
    await client.opened();
    await simulator.send({ from: LUCIA, account, text: 'recién llegado' });
    await until(() => client.texts().length === 251, 15_000);
    expect(client.texts().at(-1)).toBe('recién llegado');
    expect(client.texts()[0]).toBe('atrasado 1');
    expect(largest).toBeLessThanOrEqual(100);
    await until(() => view()?.queued === 0);
  });

  it('keeps a delivered and a read receipt for one message apart', async () => {
    const id = (await client.socket.sendMessage(TO_LUCIA, { text: 'dos acuses' }))?.key.id;
    await until(() => shown(LUCIA, id)?.status === 'delivered');
    client.end();
    await until(() => view()?.online === false);
    const before = view()?.queued ?? 0;
    const message = simulator.network.world.chats.locate(account, id ?? '');
    if (!message) throw new Error('not shown');
    simulator.read({ account, customer: LUCIA });
    simulator.settings({ account, deliverDelayMs: 0 });
    expect((view()?.queued ?? 0) - before).toBe(1);
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
    await until(() => view()?.queued === 0);
  });
});

describe('messages that cannot be decrypted', () => {
  it('are asked for again by the app and sent again under the same id', async () => {
    const { id: first } = await simulator.send({ from: LUCIA, account, text: 'antes' });
    await until(() => client.messages.some(({ message }) => message.key.id === first));
    const retries: string[] = [];
    simulator.events.on('retry', ({ id, from }) => from === 'device' && retries.push(id));
    let broken = true;
    const read = client.auth.keys.get;
    client.auth.keys.get = async (kind, ids) => {
      if (kind === 'session' && broken) throw new Error('the database is down');
      return read(kind, ids);
    };
    const { id } = await simulator.send({ from: LUCIA, account, text: 'durante la avería' });
    await until(() => retries.includes(id));
    broken = false;
    await until(() => client.texts().includes('durante la avería'), 15_000);
    await until(() => view()?.queued === 0);
  });

  it('do not end the connection when the app sends them, and are asked for by the phone', async () => {
    const { id: hello } = await simulator.send({ from: LUCIA, account, text: 'hola' });
    await until(() => client.messages.some(({ message }) => message.key.id === hello));
    await client.socket.sendMessage(TO_LUCIA, { text: 'con sesión' });
    // the customer changes phones: the session the app has is worth nothing any more
    const peer = simulator.network.world.customers.get(LUCIA)?.peers[0];
    peer?.forget({ number: account, id: 1 });
    const id = (await client.socket.sendMessage(TO_LUCIA, { text: 'tras cambiar de móvil' }))?.key.id;
    await until(() => client.acks.some((ack) => ack.id === id));
    await until(() => shown(LUCIA, id)?.text === 'tras cambiar de móvil');
    expect(shown(LUCIA, id)).toMatchObject({ waiting: false, resent: 0 });
    expect(client.closed).toEqual([]);
  });
});

describe('keys', () => {
  it('asks the app for more one-time keys when few are left', async () => {
    // a new socket, because the client uploads at most once in five seconds
    client.end();
    client = connectClient(simulator.wsUrl, client.auth);
    await client.opened();
    const linked = device();
    if (!linked) throw new Error('not linked');
    for (const id of [...linked.preKeys.keys()].slice(5)) linked.preKeys.delete(id);
    await simulator.burst({ accounts: [account], customers: 3, count: 3, tag: 'nuevo' });
    await until(() => (view()?.devices[0]?.preKeys ?? 0) > 5);
    await until(() => client.texts().length === 3);
  });

  it('sends to every device of a customer and shows the message once', async () => {
    const before = simulator.messages({ account, customer: JAVIER }).length;
    const id = (await client.socket.sendMessage(`${JAVIER}@s.whatsapp.net`, { text: 'a tus dos aparatos' }))?.key.id;
    await until(() => shown(JAVIER, id)?.status === 'delivered');
    expect(simulator.messages({ account, customer: JAVIER })).toHaveLength(before + 1);
    expect(shown(JAVIER, id)).toMatchObject({ resent: 0, waiting: false });
  });
});

describe('ticks and reads', () => {
  it('turns blue on both sides', async () => {
    const { id } = await simulator.send({ from: LUCIA, account, text: 'léeme' });
    await until(() => client.messages.some(({ message }) => message.key.id === id));
    await client.socket.readMessages([{ remoteJid: TO_LUCIA, id, fromMe: false }]);
    await until(() => shown(LUCIA, id)?.status === 'read');
    const ids: string[] = [];
    for (const text of ['a', 'b', 'c']) ids.push((await client.socket.sendMessage(TO_LUCIA, { text }))?.key.id ?? '');
    await until(() => ids.every((each) => shown(LUCIA, each)?.status === 'delivered'));
    expect(simulator.read({ account, customer: LUCIA })).toEqual({ read: 3 });
    await until(() => ids.every((each) => client.status(each) === 4));
  });

  it('answers by itself when a customer was told to', async () => {
    simulator.settings({ account, autoReply: 'Vale, gracias', reads: true });
    const id = (await client.socket.sendMessage(TO_LUCIA, { text: 'Mañana a las diez' }))?.key.id;
    await until(() => client.texts().includes('Vale, gracias'));
    expect(shown(LUCIA, id)?.status).toBe('read');
  });
});

describe('who is on WhatsApp', () => {
  it('says so for anyone but those who are not', async () => {
    simulator.addCustomer({ number: '34611999999', onWhatsApp: false });
    expect(await client.socket.onWhatsApp(`+${LUCIA}`)).toMatchObject([{ exists: true }]);
    expect((await client.socket.onWhatsApp('+34611999999'))?.filter(({ exists }) => exists)).toEqual([]);
  });
});
