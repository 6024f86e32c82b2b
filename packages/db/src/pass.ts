const UUID_BYTES = 16;
const GEN_BYTES = 4;
const DIGEST_BYTES = 32;

/** What a request presents for its session, before it is packed. Digests are SHA-256. */
export type PassParts = {
  sessionId: string;
  gen: number;
  /** The digest of the token's mac. */
  proof: Buffer;
  /** The digest of the device's secret. */
  deviceHash: Buffer;
  browser: string;
  system: string;
  /** Where the request came from, when that is known; a session is not bound to it. */
  address?: string | null;
};

/**
 * Packs a pass as packages/db/functions/guard/015-passes.sql reads it: one value, so that a door and what stands behind it take
 * one argument whatever the guard wants to know.
 */
export function packPass(parts: PassParts): Buffer {
  const id = Buffer.from(parts.sessionId.replaceAll('-', ''), 'hex');
  if (id.length !== UUID_BYTES || parts.proof.length !== DIGEST_BYTES || parts.deviceHash.length !== DIGEST_BYTES)
    throw new Error('A pass needs the id of a session and two digests.');
  const gen = Buffer.alloc(GEN_BYTES);
  gen.writeInt32BE(parts.gen);
  const agent = [parts.browser, parts.system, plainAddress(parts.address)].map((each) => each.replaceAll('|', '/'));
  return Buffer.concat([id, gen, parts.proof, parts.deviceHash, Buffer.from(agent.join('|'))]);
}

/** An address as Postgres reads it: no zone, and IPv4 as itself where a socket wraps it. */
const plainAddress = (address: string | null | undefined): string =>
  (address ?? '').replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
