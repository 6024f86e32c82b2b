import { Curve } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { connectClient, linkClient, memoryAuth, qrOf } from './testing/baileys-client.ts';
import { until } from './testing/until.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

const BUSINESS = '34600000001';

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ seed: 'pairing' });
});

afterAll(() => simulator.close());

describe('linking a device', () => {
  it('links by QR, asks for a restart with 515 and lets the same credentials in', async () => {
    const first = connectClient(simulator.wsUrl);
    const qr = await qrOf(first);
    expect(simulator.pairings()).toHaveLength(1);
    const { device } = await simulator.scan({ qr, number: '+34 600 000 001' });
    expect(await first.closedWith()).toBe(515);
    expect(first.auth.creds.me?.id).toBe(`${BUSINESS}:${device}@s.whatsapp.net`);
    expect(first.auth.creds.account).toBeDefined();

    const second = connectClient(simulator.wsUrl, first.auth);
    await second.opened();
    expect(simulator.accounts()[0]).toMatchObject({ number: BUSINESS, online: true });
    expect(simulator.accounts()[0]?.devices[0]?.preKeys).toBeGreaterThan(800);
    second.end();
  });

  it('accepts each QR once', async () => {
    const client = connectClient(simulator.wsUrl);
    const qr = await qrOf(client);
    await simulator.scan({ qr, number: '34600000002' });
    await expect(simulator.scan({ qr, number: '34600000002' })).rejects.toMatchObject({ code: 'expired' });
    await expect(simulator.scan({ qr: 'no es un código de verdad', number: '34600000002' })).rejects.toMatchObject({
      code: 'malformed',
    });
    client.end();
  });

  it('links by the eight characters the app shows', async () => {
    const number = '34600000003';
    const client = connectClient(simulator.wsUrl);
    await qrOf(client);
    const code = await client.socket.requestPairingCode(number);
    await until(() => simulator.pairings().some(({ codeFor }) => codeFor === number));
    await simulator.pairCode({ code: `${code.slice(0, 4)}-${code.slice(4).toLowerCase()}`, number });
    expect(await client.closedWith()).toBe(515);
    const again = connectClient(simulator.wsUrl, client.auth);
    await again.opened();
    again.end();
  });

  it('refuses a wrong code and a code nobody waits for', async () => {
    const number = '34600000004';
    const client = connectClient(simulator.wsUrl);
    await qrOf(client);
    await expect(simulator.pairCode({ code: 'AAAAAAAA', number })).rejects.toMatchObject({ code: 'no-code-waiting' });
    const code = await client.socket.requestPairingCode(number);
    await until(() => simulator.pairings().some(({ codeFor }) => codeFor === number));
    const wrong = code === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA';
    await expect(simulator.pairCode({ code: wrong, number })).rejects.toMatchObject({ code: 'wrong-code' });
    expect(client.auth.creds.account).toBeUndefined();
    client.end();
  });

  it('leaves the app unpaired when the phone scans and never completes', async () => {
    const number = '34600000005';
    simulator.addAccount({ number });
    simulator.fault({ account: number, fault: 'neverPairs', value: true });
    const client = connectClient(simulator.wsUrl);
    expect(await simulator.scan({ qr: await qrOf(client), number })).toEqual({ device: null });
    expect(client.auth.creds.account).toBeUndefined();
    expect(simulator.accounts().find((account) => account.number === number)?.devices).toEqual([]);
    client.end();
  });

  it('knows a device by its static key, not by the number it claims', async () => {
    const auth = await linkClient(simulator, '34600000006');
    const forged = memoryAuth();
    forged.creds = { ...auth.creds, noiseKey: Curve.generateKeyPair() };
    const client = connectClient(simulator.wsUrl, forged);
    expect(await client.closedWith()).toBe(401);
  });

  it('ends the older connection with 440 when the same credentials come twice', async () => {
    const auth = await linkClient(simulator, '34600000007');
    const older = connectClient(simulator.wsUrl, auth);
    await older.opened();
    const newer = connectClient(simulator.wsUrl, auth);
    await newer.opened();
    expect(await older.closedWith()).toBe(440);
    expect(newer.closed).toEqual([]);
    newer.end();
  });

  it('unlinks a device that logs out by itself', async () => {
    const number = '34600000008';
    const client = connectClient(simulator.wsUrl, await linkClient(simulator, number));
    await client.opened();
    await client.socket.logout();
    await until(() => simulator.accounts().find((account) => account.number === number)?.devices.length === 0);
  });
});
