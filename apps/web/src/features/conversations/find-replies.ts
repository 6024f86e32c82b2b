import type { QuickReplyRow } from '@recado/core/conversations/contract';

/** The code being typed where the cursor is: what stands after a `/` that begins the text or a word. Null when there is none. */
export function slashAt(text: string, cursor: number): { from: number; query: string } | null {
  const before = text.slice(0, cursor);
  const from = before.lastIndexOf('/');
  if (from === -1 || (from > 0 && !/\s/.test(before[from - 1] ?? ''))) return null;
  const query = before.slice(from + 1);
  return /\s/.test(query) || query.length > 32 ? null : { from, query };
}

const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that fit what is typed: first by how their code begins, then by what their code or words hold. */
export function findReplies(replies: readonly QuickReplyRow[], query: string, most = 8): QuickReplyRow[] {
  const wanted = plain(query);
  const begins = replies.filter(({ code }) => code.startsWith(wanted));
  const holds = replies.filter(
    (reply) => !begins.includes(reply) && (reply.code.includes(wanted) || plain(reply.body).includes(wanted)),
  );
  return [...begins, ...holds].slice(0, most);
}
