import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { packPass } from '@recado/db';

export const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What a browser of a test is: its device's secret as text, and its families. */
export type TestBrowser = { device: string; browser: string; system: string };

/** A session as the database keeps it and the pass that fits it, made from a text so that it is the same every time. */
export function labelledPass(
  label: string,
  sessionId: string,
  more: Partial<TestBrowser & { gen: number; address: string }> = {},
): { pass: Buffer; proof: Buffer; deviceHash: Buffer } {
  const { device = label, browser = 'Firefox', system = 'Linux', gen = 1, address } = more;
  const proof = digestOf(`proof of ${label}`);
  const deviceHash = digestOf(device);
  return {
    proof,
    deviceHash,
    pass: packPass({ sessionId, gen, proof, deviceHash, browser, system, address: address ?? null }),
  };
}

/** The row values of a session of the fixture beside who and when. */
export const storedPass = (made: { proof: Buffer; deviceHash: Buffer }) => ({
  kid: 'k1',
  salt: `\\x${'00'.repeat(32)}`,
  gen: 1,
  proof: `\\x${made.proof.toString('hex')}`,
  device_hash: `\\x${made.deviceHash.toString('hex')}`,
  rotated_at: '2026-01-01T00:00:00Z',
  gen_used_at: '2026-01-01T00:00:00Z',
  aal: 1,
  amr: [],
});

/** A pass that no session ever had. */
export const strangePass = (): Buffer =>
  packPass({
    sessionId: randomUUID(),
    gen: 1,
    proof: randomBytes(32),
    deviceHash: randomBytes(32),
    browser: 'Firefox',
    system: 'Linux',
  });
