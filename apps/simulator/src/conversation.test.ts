import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { openClient, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const BUSINESS = '34600000001';
const LUCIA = '34611000001';

let simulator: Simulator;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'conversation' });
  simulator.addAccount({ number: BUSINESS, name: 'Peluquería' });
  simulator.addCustomer({ number: LUCIA, name: 'Lucía Romero' });
  client = await openClient(simulator, BUSINESS);
});

afterAll(async () => {
  client.end();
  await simulator.close();
});

const shown = (customer: string, id: string) =>
  simulator.messages({ account: BUSINESS, customer }).find((message) => message.id === id);

describe('a conversation', () => {
  it('brings a customer’s text to the linked app under the number', async () => {
    const { id } = await simulator.send({ from: LUCIA, account: BUSINESS, text: 'Hola, ¿tenéis hora hoy?' });
    await until(() => client.texts().includes('Hola, ¿tenéis hora hoy?'));
    const received = client.messages.find(({ message }) => message.key.id === id)?.message;
    expect(received?.key.remoteJid).toBe(`${LUCIA}@s.whatsapp.net`);
    expect(received?.pushName).toBe('Lucía Romero');
    await until(() => shown(LUCIA, id)?.status === 'delivered');
  });

  it('brings a customer’s text under the hidden id, with the number beside it', async () => {
    const { id } = await simulator.send({ from: LUCIA, account: BUSINESS, text: 'por lid', addressing: 'lid' });
    await until(() => client.texts().includes('por lid'));
    const received = client.messages.find(({ message }) => message.key.id === id)?.message;
    expect(received?.key.remoteJid).toMatch(/@lid$/);
    expect(received?.key.remoteJidAlt).toBe(`${LUCIA}@s.whatsapp.net`);
  });

  it('shows the app’s answer on the customer’s phone and on the own phone, once', async () => {
    const sent = await client.socket.sendMessage(`${LUCIA}@s.whatsapp.net`, { text: 'A las cinco' });
    const id = sent?.key.id ?? '';
    await until(() => shown(LUCIA, id)?.status === 'delivered');
    expect(shown(LUCIA, id)).toMatchObject({ text: 'A las cinco', onCustomer: true, onPhone: true, resent: 0 });
    expect(client.acks).toContainEqual({ id, error: undefined });
  });
});
