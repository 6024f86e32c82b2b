import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Keys that live outside the database. The first seals; every one of them opens, so that keys can rotate. */
export type Keyring = { readonly current: string; readonly keys: ReadonlyMap<string, Buffer> };

/** Parses `kid:base64,kid:base64`; throws when a key is not 32 bytes or a name repeats. */
export function parseKeyring(text: string): Keyring {
  const keys = new Map<string, Buffer>();
  for (const part of text.trim().split(/[\s,]+/)) {
    const at = part.indexOf(':');
    const kid = part.slice(0, at);
    const key = Buffer.from(part.slice(at + 1), 'base64');
    if (at < 1 || !/^[a-z0-9-]{1,32}$/.test(kid) || key.length !== 32) {
      throw new Error(
        'RECADO_KEYS must be kid:base64 pairs whose keys are 32 bytes, for example k1:<openssl rand -base64 32>.',
      );
    }
    if (keys.has(kid)) throw new Error(`RECADO_KEYS names the key "${kid}" twice.`);
    keys.set(kid, key);
  }
  return { current: [...keys.keys()][0] as string, keys };
}

/** Reads the keyring from the environment's value or its file; throws when neither is given. */
export function loadKeyring(source: {
  RECADO_KEYS?: string | undefined;
  RECADO_KEYS_FILE?: string | undefined;
}): Keyring {
  const text =
    source.RECADO_KEYS ?? (source.RECADO_KEYS_FILE ? readFileSync(source.RECADO_KEYS_FILE, 'utf8') : undefined);
  if (!text)
    throw new Error(
      'Set RECADO_KEYS (or RECADO_KEYS_FILE): secrets are never stored without a key from outside the database.',
    );
  return parseKeyring(text);
}

const VERSION = 1;

/**
 * Seals bytes with AES-256-GCM. Layout: version, length of kid, kid, nonce (12), tag (16), ciphertext.
 * `aad` binds the ciphertext to its row: opening with another row's aad fails.
 */
export function seal(keyring: Keyring, plain: Uint8Array, aad: string): Buffer {
  const kid = Buffer.from(keyring.current);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(keyring, keyring.current, 'seal'), nonce);
  cipher.setAAD(Buffer.from(`${keyring.current}|${aad}`));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION, kid.length]), kid, nonce, cipher.getAuthTag(), body]);
}

/** Opens what `seal` made; throws when the key is unknown, the bytes were altered or they belong to another row. */
export function open(keyring: Keyring, sealed: Uint8Array, aad: string): Buffer {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  if (bytes[0] !== VERSION) throw new Error('Sealed bytes of an unknown version.');
  const kidEnd = 2 + (bytes[1] ?? 0);
  const kid = bytes.toString('utf8', 2, kidEnd);
  const decipher = createDecipheriv('aes-256-gcm', keyFor(keyring, kid, 'seal'), bytes.subarray(kidEnd, kidEnd + 12));
  decipher.setAAD(Buffer.from(`${kid}|${aad}`));
  decipher.setAuthTag(bytes.subarray(kidEnd + 12, kidEnd + 28));
  return Buffer.concat([decipher.update(bytes.subarray(kidEnd + 28)), decipher.final()]);
}

/** A keyed digest for one purpose (signed URLs, pseudonyms); each purpose has a key of its own. */
export function mac(keyring: Keyring, purpose: string, text: string, kid = keyring.current): string {
  return createHmac('sha256', keyFor(keyring, kid, `mac:${purpose}`))
    .update(text)
    .digest('base64url');
}

/** Compares in constant time. */
export function isSame(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** 256 bits from the system's generator, url-safe. */
export const randomToken = (): string => randomBytes(32).toString('base64url');

/** The digest under which random tokens are stored; never for passwords. */
export const sha256 = (text: string | Uint8Array): Buffer => createHash('sha256').update(text).digest();

// derived once for each keyring: sealing is on the path of every message
const derived = new WeakMap<Keyring, Map<string, KeyObject>>();

function keyFor(keyring: Keyring, kid: string, purpose: string): KeyObject {
  const known = derived.get(keyring) ?? new Map<string, KeyObject>();
  derived.set(keyring, known);
  const name = `${kid}|${purpose}`;
  const kept = known.get(name);
  if (kept) return kept;
  const root = keyring.keys.get(kid);
  if (!root) throw new Error(`The key "${kid}" is not in RECADO_KEYS; put it back until everything is sealed anew.`);
  const key = createSecretKey(createHmac('sha256', root).update(`recado:${purpose}`).digest());
  known.set(name, key);
  return key;
}
