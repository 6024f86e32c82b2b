/**
 * A key as the store keeps it: its text, or the object of a session, which nobody changes in place (the client makes a new one for
 * every step). null: known not to exist.
 */
export type KeyContent = string | object | null;

/** What the key store read or committed lately. A deleted key is remembered as null. */
export type KeyCache = {
  /** undefined: unknown; null: known not to exist. */
  get(kind: string, id: string): KeyContent | undefined;
  /** `size` is the length of the content's text. */
  put(kind: string, id: string, content: KeyContent, size: number): void;
  /** Begins a read of the database; `fill` keeps what it found, unless a write of the same key came between or is under way. */
  reading(): { fill(kind: string, id: string, content: KeyContent, size: number): void };
  /** Begins a write; what is read meanwhile may be older and is not kept. `settle` ends it. */
  writing(kind: string, id: string): { settle(): void };
  drop(): void;
};

// one-time keys are read once and never again
const NOT_WORTH_KEEPING = new Set(['pre-key', 'app-state-sync-key', 'app-state-sync-version']);

/** A bounded cache of one number's keys, in characters; the least recently used entry leaves first. */
export function createKeyCache(limit = 600_000): KeyCache {
  const entries = new Map<string, { content: KeyContent; weight: number }>();
  const underWay = new Map<string, number>();
  let drops = 0;
  let total = 0;
  const remove = (name: string): void => {
    const entry = entries.get(name);
    if (!entry) return;
    total -= entry.weight;
    entries.delete(name);
  };
  const put = (kind: string, id: string, content: KeyContent, size: number): void => {
    if (NOT_WORTH_KEEPING.has(kind)) return;
    const name = `${kind}|${id}`;
    remove(name);
    const weight = name.length + size + 64;
    entries.set(name, { content, weight });
    total += weight;
    while (total > limit) {
      const oldest = entries.keys().next().value;
      if (oldest === undefined) break;
      remove(oldest);
    }
  };
  return {
    get(kind, id) {
      const name = `${kind}|${id}`;
      const entry = entries.get(name);
      if (entry === undefined) return undefined;
      entries.delete(name);
      entries.set(name, entry);
      return entry.content;
    },
    put,
    reading() {
      const begun = drops;
      const busy = new Set(underWay.keys());
      return {
        fill(kind, id, content, size) {
          const name = `${kind}|${id}`;
          if (begun === drops && !busy.has(name) && !underWay.has(name) && !entries.has(name))
            put(kind, id, content, size);
        },
      };
    },
    writing(kind, id) {
      const name = `${kind}|${id}`;
      underWay.set(name, (underWay.get(name) ?? 0) + 1);
      return {
        settle() {
          const left = (underWay.get(name) ?? 1) - 1;
          if (left > 0) underWay.set(name, left);
          else underWay.delete(name);
        },
      };
    },
    drop() {
      drops += 1;
      entries.clear();
      total = 0;
    },
  };
}
