import { Curve, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
import { verifySignature } from 'libsignal/src/curve.js';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Simulator, startSimulator } from './simulator.ts';
import { connectClient, linkClient } from './testing/baileys-client.ts';

// a bound for a loaded machine, not an expectation
vi.setConfig({ testTimeout: 20_000, hookTimeout: 20_000 });

let simulator: Simulator;
const permissive = Curve.verify;
const realRoot = WA_CERT_DETAILS.PUBLIC_KEY;

beforeAll(async () => {
  simulator = await startSimulator();
  // the pinned client takes any signature for good; this is what a strict one does
  Curve.verify = (key, message, signature) => {
    const prefixed = key.length === 33 ? Buffer.from(key) : Buffer.concat([Buffer.from([5]), key]);
    try {
      return verifySignature(prefixed, message, signature) === true;
    } catch {
      return false;
    }
  };
});

afterAll(async () => {
  Curve.verify = permissive;
  WA_CERT_DETAILS.PUBLIC_KEY = realRoot;
  await simulator.close();
});

it('a strict client that does not trust the simulator’s root closes with 400', async () => {
  const client = connectClient(simulator.wsUrl);
  expect(await client.closedWith()).toBe(400);
});

it('a strict client that trusts the simulator’s root links and logs in', async () => {
  WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(simulator.rootPublicKey, 'hex');
  const client = connectClient(simulator.wsUrl, await linkClient(simulator, '34600000001'));
  await client.opened();
  client.end();
});
