/** What the key store read or committed lately, as text, so that nobody can change it in place. A deleted key is remembered as null. */
export type KeyCache = {
  /** undefined: unknown; null: known not to exist. */
  get(kind: string, id: string): string | null | undefined;
  put(kind: string, id: string, text: string | null): void;
  drop(): void;
};

// one-time keys are read once and never again
const NOT_WORTH_KEEPING = new Set(['pre-key', 'app-state-sync-key', 'app-state-sync-version']);

/** A bounded cache of one number's keys, in characters; the least recently used entry leaves first. */
export function createKeyCache(limit = 600_000): KeyCache {
  const entries = new Map<string, string | null>();
  let size = 0;
  const weigh = (name: string, text: string | null | undefined): number => name.length + (text?.length ?? 0) + 64;
  const remove = (name: string): void => {
    if (!entries.has(name)) return;
    size -= weigh(name, entries.get(name));
    entries.delete(name);
  };
  return {
    get(kind, id) {
      const name = `${kind}|${id}`;
      const text = entries.get(name);
      if (text === undefined) return undefined;
      entries.delete(name);
      entries.set(name, text);
      return text;
    },
    put(kind, id, text) {
      if (NOT_WORTH_KEEPING.has(kind)) return;
      const name = `${kind}|${id}`;
      remove(name);
      entries.set(name, text);
      size += weigh(name, text);
      while (size > limit) {
        const oldest = entries.keys().next().value;
        if (oldest === undefined) break;
        remove(oldest);
      }
    },
    drop() {
      entries.clear();
      size = 0;
    },
  };
}
