import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { openClient, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const BUSINESS = '34600000001';
const LUCIA = '34611000001';
const TO_LUCIA = `${LUCIA}@s.whatsapp.net`;

let simulator: Simulator;
let first: TestClient;
let second: TestClient;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'devices' });
  simulator.addAccount({ number: BUSINESS, name: 'Tienda' });
  simulator.addCustomer({ number: LUCIA, name: 'Lucía Romero' });
  simulator.importHistory({
    account: BUSINESS,
    chats: [
      {
        customer: LUCIA,
        messages: Array.from({ length: 3200 }, (_, index) => ({
          fromMe: index % 2 === 1,
          text: `mensaje antiguo ${index + 1}`,
          at: Date.UTC(2026, 0, 1) + index * 3_600_000,
        })),
      },
    ],
  });
  first = await openClient(simulator, BUSINESS);
  second = await openClient(simulator, BUSINESS);
});

afterAll(async () => {
  first.end();
  second.end();
  await simulator.close();
});

const shown = (id: string | null | undefined) =>
  simulator.messages({ account: BUSINESS, customer: LUCIA }).find((message) => message.id === id);

describe('an account with two linked devices', () => {
  it('gives each the whole history in chunks that end with 100 per cent', async () => {
    for (const client of [first, second]) {
      await until(() => client.history.some(({ progress }) => progress === 100));
      const texts = client.history.flatMap(({ messages }) => messages.map(({ message }) => message?.conversation));
      expect(new Set(texts).size).toBe(3200);
    }
  });

  it('brings a customer’s message to both', async () => {
    await simulator.send({ from: LUCIA, account: BUSINESS, text: 'para los dos' });
    await until(() => first.texts().includes('para los dos') && second.texts().includes('para los dos'));
  });

  it('copies what one device sends to the other, and the receipts to both', async () => {
    const id = (await first.socket.sendMessage(TO_LUCIA, { text: 'desde el primero' }))?.key.id ?? '';
    await until(() => second.texts().includes('desde el primero'));
    const copy = second.messages.find(({ message }) => message.key.id === id)?.message;
    expect(copy?.key).toMatchObject({ fromMe: true, remoteJid: TO_LUCIA });
    // the other device may have its copy before the customer has hers, and nobody reads what has not come
    await until(() => shown(id)?.status === 'delivered');
    simulator.read({ account: BUSINESS, customer: LUCIA });
    await until(() => first.status(id) === 4 && second.status(id) === 4);
    expect(shown(id)).toMatchObject({ resent: 0, status: 'read' });
  });

  it('copies what is sent to a hidden id, too', async () => {
    const lid = simulator.customers().find(({ number }) => number === LUCIA)?.lid;
    await second.socket.sendMessage(`${lid}@lid`, { text: 'al identificador' });
    await until(() => first.texts().includes('al identificador'));
  });

  it.each(['pn', 'lid'] as const)('shows both what is typed on the own phone (%s)', async (addressing) => {
    const text = `desde el móvil por ${addressing}`;
    const { id } = await simulator.send({ from: 'phone', to: LUCIA, account: BUSINESS, text, addressing });
    await until(() => first.texts().includes(text) && second.texts().includes(text));
    expect(first.messages.find(({ message }) => message.key.id === id)?.message.key.fromMe).toBe(true);
    await until(() => shown(id)?.status === 'delivered');
    await until(() => simulator.accounts()[0]?.queued === 0);
  });
});
