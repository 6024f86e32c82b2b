import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectClient, qrOf, type TestClient } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const BUSINESS = '34600000001';
const LUCIA = '34611000001';
const TO_LUCIA = `${LUCIA}@s.whatsapp.net`;
const TOKEN = 'a-token-for-this-test-only';
const main = new URL('./main.ts', import.meta.url).pathname;

type Shown = { id: string; text: string; status: string; resent: number; direction: string };
type Info = { wsUrl: string; root: string; port: number };

let folder = '';
let child: ChildProcess;
let base = '';
let info: Info;

async function start(): Promise<void> {
  child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      RECADO_MODE: 'embedded',
      // the same port again, as after a crash
      RECADO_SIMULATOR_PORT: base ? new URL(base).port : '0',
      RECADO_SIMULATOR_DATA: folder,
      RECADO_SIMULATOR_TOKEN: TOKEN,
      RECADO_SIMULATOR_SEED: 'recovery',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout?.on('data', (data) => {
    output += data;
  });
  await until(() => output.includes('simulator ready'), 15_000);
  base = /"url":"([^"]+)"/.exec(output)?.[1] ?? '';
  info = await control('GET', 'info');
}

async function control<Result>(method: string, path: string, body?: unknown): Promise<Result> {
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const response = await fetch(`${base}/control/${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return (await response.json()) as Result;
}

async function stop(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return gone;
}

const shown = () => control<Shown[]>('GET', `messages?account=${BUSINESS}&customer=${LUCIA}`);

async function reopen(client: TestClient): Promise<TestClient> {
  const again = connectClient(info.wsUrl, client.auth);
  await again.opened();
  return again;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  await start();
}, 20_000);

afterAll(async () => {
  await stop('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('a simulator that is killed', () => {
  it('keeps accounts, devices, sessions, queues and chats, and its root', { timeout: 30_000 }, async () => {
    const root = info.root;
    await control('POST', 'accounts', { number: BUSINESS, name: 'Peluquería' });
    await control('POST', 'customers', { number: LUCIA, name: 'Lucía Romero' });
    const unpaired = connectClient(info.wsUrl);
    await control('POST', 'scan', { qr: await qrOf(unpaired), number: BUSINESS });
    await unpaired.closedWith();
    let client = await reopen(unpaired);
    await control('POST', 'send', { from: LUCIA, account: BUSINESS, text: 'antes de la caída' });
    await until(() => client.texts().includes('antes de la caída'));
    await client.socket.sendMessage(TO_LUCIA, { text: 'respuesta de antes' });
    await until(() => client.acks.length === 1);

    await stop('SIGKILL');
    await client.closedWith();
    await start();
    expect(info.root).toBe(root);
    expect((await shown()).map(({ text }) => text)).toEqual(['antes de la caída', 'respuesta de antes']);

    // accepted while the device is away, then killed at once
    for (const text of ['uno', 'dos', 'tres']) await control('POST', 'send', { from: LUCIA, account: BUSINESS, text });
    await stop('SIGKILL');
    await start();
    client = await reopen(client);
    await until(() => client.texts().length === 3);
    expect(client.texts()).toEqual(['uno', 'dos', 'tres']);
    const sent = await client.socket.sendMessage(TO_LUCIA, { text: 'sigo aquí' });
    await until(() => client.acks.some(({ id }) => id === sent?.key.id));
    const [last] = (await shown()).slice(-1);
    expect(last).toMatchObject({ text: 'sigo aquí', resent: 0 });
    client.end();
  });

  it('gives no id of its earlier life again under the same seed', async () => {
    const before = new Set((await shown()).map(({ id }) => id));
    await stop('SIGTERM');
    await start();
    const { id } = await control<{ id: string }>('POST', 'send', { from: LUCIA, account: BUSINESS, text: 'nuevo' });
    expect(before.has(id)).toBe(false);
  });

  it('stops cleanly on SIGTERM and keeps its files to itself', async () => {
    expect(await stop('SIGTERM')).toBe(0);
    expect(statSync(join(folder, 'network.sqlite')).mode & 0o777).toBe(0o600);
    await start();
  });
});
