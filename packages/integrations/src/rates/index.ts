import type { RateStore } from '@recado/core/kernel';
import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';

/**
 * Counts in Upstash Redis, over HTTP. Windows are those of the clock, and a question is granted whole or not at all. Throws when no answer
 * comes within the time: whether the call may go on is the caller's to say.
 */
export function upstashRates(options: { url: string; token: string; timeoutMs?: number }): RateStore {
  const { url, token, timeoutMs = 2_000 } = options;
  const redis = new Redis({ url, token, enableTelemetry: false, retry: { retries: 1, backoff: () => 50 } });
  const limiters = new Map<string, Ratelimit>();
  return {
    async take(key, { allowed, seconds }, calls) {
      const name = `${allowed}/${seconds}`;
      const limiter =
        limiters.get(name) ??
        new Ratelimit({
          redis,
          limiter: Ratelimit.fixedWindow(allowed, `${seconds} s`),
          prefix: 'recado:rate',
          ephemeralCache: false,
          timeout: timeoutMs,
        });
      limiters.set(name, limiter);
      const got = await limiter.limit(`${name}:${key.toString('base64url')}`, { rate: calls });
      // the library lets through what it could not count
      if (got.reason === 'timeout') throw new Error('Upstash did not answer in time.');
      return {
        granted: got.success ? calls : 0,
        remaining: Math.max(0, got.remaining),
        resetMs: Math.max(1, got.reset - Date.now()),
      };
    },
  };
}
