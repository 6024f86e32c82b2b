import type { CaptchaChallenge } from '@recado/core/identity/contract';

/** Keys derived at a time: the browser does that beside the page, on as many cores as it likes. */
const AT_ONCE = 4;

/**
 * Does the work that a challenge asks for (ALTCHA's second format, PBKDF2): tries counters until the derived key begins as asked. Answers
 * what the server takes as `captcha`. Throws when the browser cannot derive keys, or when it is stopped.
 */
export async function solveCaptcha(challenge: CaptchaChallenge, signal?: AbortSignal): Promise<string> {
  const { algorithm, nonce, salt, cost, keyLength, keyPrefix } = challenge.parameters;
  const hash = algorithm.replace('PBKDF2/', '');
  const start = bytesOf(nonce);
  const derive = async (counter: number): Promise<string> => {
    const password = new Uint8Array(start.length + 4);
    password.set(start);
    new DataView(password.buffer).setUint32(start.length, counter);
    const key = await crypto.subtle.importKey('raw', password, 'PBKDF2', false, ['deriveBits']);
    const how = { name: 'PBKDF2', hash, salt: bytesOf(salt), iterations: cost };
    return hexOf(new Uint8Array(await crypto.subtle.deriveBits(how, key, keyLength * 8)));
  };
  for (let counter = 0; counter <= 0xffff_ffff; counter += AT_ONCE) {
    signal?.throwIfAborted();
    const keys = await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => derive(counter + lane)));
    const found = keys.findIndex((key) => key.startsWith(keyPrefix));
    if (found >= 0)
      return btoa(JSON.stringify({ challenge, solution: { counter: counter + found, derivedKey: keys[found] } }));
  }
  throw new Error('The challenge has no solution.');
}

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hexOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
