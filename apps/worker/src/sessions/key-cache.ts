/** What the key store read or committed lately, as text, so that nobody can change it in place. A deleted key is remembered as null. */
export type KeyCache = {
  /** undefined: unknown; null: known not to exist. */
  get(kind: string, id: string): string | null | undefined;
  put(kind: string, id: string, text: string | null): void;
  /** Begins a read of the database; `fill` keeps what it found, unless a write of the same key came between or is under way. */
  reading(): { fill(kind: string, id: string, text: string | null): void };
  /** Begins a write; what is read meanwhile may be older and is not kept. `settle` ends it. */
  writing(names: readonly { kind: string; id: string }[]): { settle(): void };
  drop(): void;
};

// one-time keys are read once and never again
const NOT_WORTH_KEEPING = new Set(['pre-key', 'app-state-sync-key', 'app-state-sync-version']);

/** A bounded cache of one number's keys, in characters; the least recently used entry leaves first. */
export function createKeyCache(limit = 600_000): KeyCache {
  const entries = new Map<string, string | null>();
  const underWay = new Map<string, number>();
  let drops = 0;
  let size = 0;
  const weigh = (name: string, text: string | null | undefined): number => name.length + (text?.length ?? 0) + 64;
  const remove = (name: string): void => {
    if (!entries.has(name)) return;
    size -= weigh(name, entries.get(name));
    entries.delete(name);
  };
  const put = (kind: string, id: string, text: string | null): void => {
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
    put,
    reading() {
      const begun = drops;
      const busy = new Set(underWay.keys());
      return {
        fill(kind, id, text) {
          const name = `${kind}|${id}`;
          if (begun === drops && !busy.has(name) && !underWay.has(name) && !entries.has(name)) put(kind, id, text);
        },
      };
    },
    writing(names) {
      const keys = names.map(({ kind, id }) => `${kind}|${id}`);
      for (const key of keys) underWay.set(key, (underWay.get(key) ?? 0) + 1);
      return {
        settle() {
          for (const key of keys) {
            const left = (underWay.get(key) ?? 1) - 1;
            if (left > 0) underWay.set(key, left);
            else underWay.delete(key);
          }
        },
      };
    },
    drop() {
      drops += 1;
      entries.clear();
      size = 0;
    },
  };
}
