import type { CacheStore } from '@whiskeysockets/baileys';

/** A small cache with an age and a size limit; the oldest entry leaves first. Shared by the sockets of one number. */
export function createTtlCache(limits: { entries: number; ttlMs: number }): CacheStore {
  const entries = new Map<string, { value: unknown; until: number }>();
  return {
    get<T>(key: string): T | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      if (entry.until > Date.now()) return entry.value as T;
      entries.delete(key);
      return undefined;
    },
    set<T>(key: string, value: T): void {
      entries.delete(key);
      entries.set(key, { value, until: Date.now() + limits.ttlMs });
      const oldest = entries.size > limits.entries ? entries.keys().next().value : undefined;
      if (oldest !== undefined) entries.delete(oldest);
    },
    del(key: string): void {
      entries.delete(key);
    },
    flushAll(): void {
      entries.clear();
    },
  };
}
