import { randomInt } from 'node:crypto';
import type { CaptchaPort } from '@recado/core/kernel';
import { type Keyring, mac, sha256 } from '@recado/runtime/crypto';
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Payload } from 'altcha-lib/types';

/**
 * How hard a challenge is: PBKDF2 with so many rounds for each try, and the try that fits lies within these. A phone of 2020 derives
 * some 300 such keys a second, so people wait for one to three seconds, and never much longer, because the last try is bounded.
 */
export const captchaWork = { algorithm: 'PBKDF2/SHA-256', cost: 5_000, from: 200, to: 600 };

/** Proof of work by ALTCHA. Challenges are signed, not stored; whoever calls `judge` must see to it that an id counts once. */
export function altchaCaptcha(keyring: Keyring, options: { minutes: number; work?: typeof captchaWork }): CaptchaPort {
  const { algorithm, cost, from, to } = options.work ?? captchaWork;
  const secretsOf = (kid: string) => ({
    hmacSignatureSecret: mac(keyring, 'captcha', 'challenge', kid),
    hmacKeySignatureSecret: mac(keyring, 'captcha', 'key', kid),
  });
  return {
    async ask() {
      return await createChallenge({
        algorithm,
        cost,
        counter: randomInt(from, to),
        deriveKey,
        expiresAt: new Date(Date.now() + options.minutes * 60_000),
        ...secretsOf(keyring.current),
      });
    },
    async judge(solution) {
      const payload = readPayload(solution);
      const until = payload?.challenge.parameters.expiresAt;
      // what is not a challenge of ours must not choose how much work the check is
      if (!payload || !until || payload.challenge.parameters.cost !== cost) return null;
      for (const kid of keyring.keys.keys()) {
        const { verified } = await verifySolution({ ...payload, deriveKey, ...secretsOf(kid) });
        if (verified) return { id: sha256(payload.challenge.signature ?? ''), until: new Date(until * 1000) };
      }
      return null;
    },
  };
}

function readPayload(text: string): Payload | null {
  try {
    const payload = JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
    return typeof payload?.challenge?.parameters === 'object' && payload.challenge.parameters && payload.solution
      ? payload
      : null;
  } catch {
    return null;
  }
}
