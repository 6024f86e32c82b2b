import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';

const UUID_BYTES = 16;
const GEN_BYTES = 4;
const DIGEST_BYTES = 32;
const AGENT_BYTES = 16;

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

/** What a visitor's request presents for an access link. Digests are SHA-256. */
export type LinkPassParts = {
  linkId: string;
  /** The digest of the device's secret. */
  deviceHash: Buffer;
  browser: string;
  system: string;
  /** Where the request came from, when that is known. */
  address?: string | null;
};

/** Packs a visitor's pass as packages/db/functions/guard/048-links.sql reads it: its 80 bytes tell it from a session's. */
export function packLinkPass(parts: LinkPassParts): Buffer {
  const id = Buffer.from(parts.linkId.replaceAll('-', ''), 'hex');
  if (id.length !== UUID_BYTES || parts.deviceHash.length !== DIGEST_BYTES)
    throw new Error('A pass needs the id of a link and a digest.');
  const agent = createHash('sha256').update(`${parts.browser}|${parts.system}`).digest();
  return Buffer.concat([id, parts.deviceHash, agent.subarray(0, AGENT_BYTES), addressBytes(parts.address)]);
}

/** An address in the 16 bytes of IPv6, zeros for none; IPv4 as IPv6 wraps it. */
function addressBytes(address: string | null | undefined): Buffer {
  const plain = plainAddress(address);
  const bytes = Buffer.alloc(16);
  if (isIPv4(plain)) return Buffer.from([...bytes.subarray(0, 10), 0xff, 0xff, ...plain.split('.').map(Number)]);
  if (!isIPv6(plain)) return bytes;
  // an IPv4 tail is two groups like the others
  const tailed = plain.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...parts: string[]) => {
    const [a, b, c, d] = parts.slice(0, 4).map(Number) as [number, number, number, number];
    return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  });
  const [head = [], tail = []] = tailed.split('::').map((half) => half.split(':').filter(Boolean));
  head.forEach((group, at) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), at * 2);
  });
  tail.forEach((group, at) => {
    bytes.writeUInt16BE(Number.parseInt(group, 16), 16 - (tail.length - at) * 2);
  });
  return bytes;
}
