import crypto, { createSecretKey, type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type TakesKey = (algorithm: string, key: unknown, ...rest: unknown[]) => unknown;
const PATCHED = ['createHmac', 'createCipheriv', 'createDecipheriv'] as const;

/**
 * Node 24 asks of raw key bytes whether they are a key object by two calls that throw, which costs several times the cipher itself;
 * a key object is not asked. The WhatsApp client and libsignal pass raw bytes some twenty times per message, so their calls are
 * wrapped for the whole process. Import it before them. Results are the same to the bit.
 */
for (const name of PATCHED) {
  const original = crypto[name] as unknown as TakesKey;
  const quick: TakesKey = (algorithm, key, ...rest) => original(algorithm, quickKey(key), ...rest);
  Object.defineProperty(crypto, name, { value: quick, writable: true, configurable: true, enumerable: true });
}
syncBuiltinESMExports();

/** Raw bytes as a key object; everything else as it is. */
function quickKey(key: unknown): KeyObject | unknown {
  return key instanceof Uint8Array && key.length > 0 ? createSecretKey(key) : key;
}
