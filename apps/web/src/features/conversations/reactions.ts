import type { MessageRow } from '@recado/core/conversations/contract';

/** One sign under a message, and whose it is. */
export type Reaction = { emoji: string; names: string[] };

/**
 * The reactions to each loaded message: of everybody the last one, and none of whoever took theirs back. A reaction whose message is not loaded
 * stays a row of its own, so that nothing said is unseen.
 */
export function foldReactions(rows: readonly MessageRow[]): {
  rows: readonly MessageRow[];
  byMessage: ReadonlyMap<string, readonly Reaction[]>;
} {
  if (!rows.some(({ kind }) => kind === 'reaction')) return { rows, byMessage: none };
  const loaded = new Set(rows.filter(({ kind }) => kind !== 'reaction').map(({ id }) => id));
  const last = new Map<string, Map<string, { emoji: string; name: string }>>();
  const left = rows.filter((row) => {
    if (row.kind !== 'reaction' || !row.quoted || !loaded.has(row.quoted.id)) return true;
    const signs = last.get(row.quoted.id) ?? new Map();
    const whose = row.direction === 'in' ? `in:${row.author.name ?? ''}` : 'out';
    if (row.body) signs.set(whose, { emoji: row.body, name: row.author.name ?? '' });
    else signs.delete(whose);
    last.set(row.quoted.id, signs);
    return false;
  });
  const byMessage = new Map<string, Reaction[]>();
  for (const [id, signs] of last) {
    const reactions = new Map<string, string[]>();
    for (const { emoji, name } of signs.values()) reactions.set(emoji, [...(reactions.get(emoji) ?? []), name]);
    byMessage.set(
      id,
      [...reactions].map(([emoji, names]) => ({ emoji, names })),
    );
  }
  return { rows: left, byMessage };
}

const none: ReadonlyMap<string, readonly Reaction[]> = new Map();
