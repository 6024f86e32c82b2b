import { createHash } from 'node:crypto';

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
  const agent = Buffer.from(`${parts.browser.replaceAll('|', '/')}|${parts.system.replaceAll('|', '/')}`);
  return Buffer.concat([id, gen, parts.proof, parts.deviceHash, agent]);
}

/** What a visitor's request presents for an access link. Digests are SHA-256. */
export type LinkPassParts = {
  linkId: string;
  /** The digest of the device's secret. */
  deviceHash: Buffer;
  browser: string;
  system: string;
};

/** Packs a visitor's pass as packages/db/functions/guard/048-links.sql reads it: its 80 bytes tell it from a session's. */
export function packLinkPass(parts: LinkPassParts): Buffer {
  const id = Buffer.from(parts.linkId.replaceAll('-', ''), 'hex');
  if (id.length !== UUID_BYTES || parts.deviceHash.length !== DIGEST_BYTES)
    throw new Error('A pass needs the id of a link and a digest.');
  const agent = createHash('sha256').update(`${parts.browser}|${parts.system}`).digest();
  return Buffer.concat([id, parts.deviceHash, agent]);
}
