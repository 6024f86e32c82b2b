import type { Change } from './record-store.ts';

type Kept<R> = { text: string; value: R };

/**
 * Records of one kind, oldest first. What is found is this transaction's own copy: change it freely, the end of the transaction writes
 * down what differs, or forgets it.
 */
export type Table<R extends { id: string }> = {
  find(id: string | null | undefined): R | undefined;
  /** The record, for those who know that it is there. */
  get(id: string): R;
  add(record: R): R;
  remove(id: string): void;
  /** Own copies of all that fit. */
  where(fits: (record: R) => boolean): R[];
  /** All as they are now, for reading only; far cheaper than copies. */
  peek(): R[];
  /** What this transaction changed; the table then holds it. */
  settle(): Change[];
  forget(): void;
};

/** `most` bounds the table: the oldest that may go are dropped first. */
export function createTable<R extends { id: string }>(
  kind: string,
  loaded: [id: string, text: string][],
  bound: { most: number; mayGo?: (record: R) => boolean } = { most: Number.POSITIVE_INFINITY },
): Table<R> {
  const kept = new Map<string, Kept<R>>(loaded.map(([id, text]) => [id, { text, value: JSON.parse(text) as R }]));
  const drafts = new Map<string, R | null>();

  function find(id: string | null | undefined): R | undefined {
    if (!id) return undefined;
    const draft = drafts.get(id);
    if (draft !== undefined) return draft ?? undefined;
    const found = kept.get(id);
    if (!found) return undefined;
    const copy = JSON.parse(found.text) as R;
    drafts.set(id, copy);
    return copy;
  }

  function peek(): R[] {
    const seen: R[] = [];
    for (const [id, { value }] of kept) {
      const draft = drafts.get(id);
      if (draft !== null) seen.push(draft ?? value);
    }
    for (const [id, draft] of drafts) if (draft && !kept.has(id)) seen.push(draft);
    return seen;
  }

  function prune(): void {
    let over = kept.size - bound.most;
    for (const [id, { value }] of kept) {
      if (over <= 0) return;
      if (drafts.has(id) || (bound.mayGo && !bound.mayGo(value))) continue;
      drafts.set(id, null);
      over -= 1;
    }
  }

  return {
    find,
    get(id) {
      const found = find(id);
      if (!found) throw new Error(`There is no ${kind} ${id}.`);
      return found;
    },
    add(record) {
      drafts.set(record.id, record);
      return record;
    },
    remove: (id) => void drafts.set(id, null),
    where: (fits) =>
      peek()
        .filter(fits)
        .map((record) => find(record.id) as R),
    peek,
    settle() {
      prune();
      const changes: Change[] = [];
      for (const [id, draft] of drafts) {
        const before = kept.get(id);
        if (!draft) {
          if (kept.delete(id)) changes.push({ kind, id, text: undefined });
          continue;
        }
        const text = JSON.stringify(draft);
        if (before?.text === text) continue;
        kept.set(id, { text, value: JSON.parse(text) as R });
        changes.push({ kind, id, text });
      }
      drafts.clear();
      return changes;
    },
    forget: () => drafts.clear(),
  };
}
