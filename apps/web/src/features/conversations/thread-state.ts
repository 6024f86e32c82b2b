import { type MessageRow, type MessageStatus, statusRank } from '@recado/core/conversations/contract';

/** A message that this browser has asked to send and whose row has not come back yet. */
export type PendingMessage = {
  clientMessageId: string;
  conversationId: string;
  kind: string;
  body: string | null;
  attachment: { name: string; bytes: number; mime: string; previewUrl: string | null } | null;
  createdAt: string;
  /** The last message that its writer had seen, and the one that it answers to. */
  seenSeq?: number | undefined;
  quotedMessageId?: string | undefined;
  /** Whether the conversation is resolved with it. */
  resolves?: boolean | undefined;
  progress: number | null;
  /** Whether it is certain that no attempt has reached the server. */
  neverLeft?: boolean | undefined;
  /** Why the attempt failed; the message stays and can be tried again. */
  error: { code: string; params: Record<string, unknown> } | null;
};

/** Which of two states of one message to show. It only grows; after a failure a person may start it again. */
export function laterStatus(known: MessageStatus, told: MessageStatus): MessageStatus {
  if (known === 'failed') return told;
  return statusRank[told] >= statusRank[known] ? told : known;
}

/**
 * Puts told rows into known ones: each id once, in the server's order, statuses never backwards.
 * The same rows again, or in another order, give the same thread. Returns `known` itself when nothing changed.
 */
export function mergeMessages(known: readonly MessageRow[], told: readonly MessageRow[]): readonly MessageRow[] {
  const byId = new Map(known.map((row) => [row.id, row]));
  let isChanged = false;
  for (const row of told) {
    const before = byId.get(row.id);
    const status = before ? laterStatus(before.status, row.status) : row.status;
    const media = row.media && { ...row.media, url: row.media.url ?? before?.media?.url ?? null };
    const next = { ...row, status, media, error: status === 'failed' ? row.error : null };
    if (before && isSame(before, next)) continue;
    byId.set(row.id, next);
    isChanged = true;
  }
  return isChanged ? [...byId.values()].sort((a, b) => a.seq - b.seq) : known;
}

/** Messages in a row without a hole, oldest first. `isComplete` tells that the first of the thread is here. */
export type LoadedPart = { rows: readonly MessageRow[]; isComplete: boolean };

/** The loaded end of a thread, and while somebody reads far above it, the part that they read: what lies between is not loaded. */
export type LoadedThread = LoadedPart & { past?: LoadedPart | undefined };

/** Puts rows of the stream into a loaded thread. One from outside the loaded parts waits for its page, so that no hole appears. */
export function mergeLive(thread: LoadedThread, told: readonly MessageRow[]): LoadedThread {
  const first = thread.isComplete ? 0 : (thread.rows[0]?.seq ?? 0);
  const rows = mergeMessages(
    thread.rows,
    told.filter((row) => row.seq >= first),
  );
  const { past } = thread;
  if (!past) return rows === thread.rows ? thread : { ...thread, rows };
  const from = past.rows[0]?.seq ?? 0;
  const to = past.rows.at(-1)?.seq ?? 0;
  const before = mergeMessages(
    past.rows,
    told.filter((row) => row.seq >= from && row.seq <= to),
  );
  if (rows === thread.rows && before === past.rows) return thread;
  return { ...thread, rows, past: { ...past, rows: before } };
}

/** The part that somebody reads: the one far above while there is one. */
export const partOf = (thread: LoadedThread): LoadedPart => thread.past ?? thread;

/** A page that ends right before the part that is read, put above it; nothing where that part is another one by now. */
export function addOlder(thread: LoadedThread, page: LoadedPart, beforeSeq: number): LoadedThread {
  const part = partOf(thread);
  if (part.rows[0]?.seq !== beforeSeq) return thread;
  const joined = { rows: mergeMessages(part.rows, page.rows), isComplete: page.isComplete };
  return thread.past ? { ...thread, past: joined } : joined;
}

/** A part far above, which becomes one with the loaded end as soon as it reaches it. */
export function openPast(thread: LoadedThread, part: LoadedPart): LoadedThread {
  const last = part.rows.at(-1)?.seq;
  if (last === undefined) return thread;
  if (last < (thread.rows[0]?.seq ?? 0) - 1) return { rows: thread.rows, isComplete: thread.isComplete, past: part };
  return { rows: mergeMessages(thread.rows, part.rows), isComplete: part.isComplete };
}

/** A page that follows the part far above; nothing where that part is another one by now. */
export function addNewer(thread: LoadedThread, rows: readonly MessageRow[], afterSeq: number): LoadedThread {
  const { past } = thread;
  if (!past || past.rows.at(-1)?.seq !== afterSeq) return thread;
  return openPast(thread, { ...past, rows: mergeMessages(past.rows, rows) });
}

/** The thread at its end again. */
export const leavePast = (thread: LoadedThread): LoadedThread =>
  thread.past ? { rows: thread.rows, isComplete: thread.isComplete } : thread;

/** What still has no row: an attempt leaves as soon as a row carries its client id. */
export function withoutArrived(
  pending: readonly PendingMessage[],
  rows: readonly MessageRow[],
): readonly PendingMessage[] {
  const arrived = new Set(rows.map((row) => row.clientMessageId).filter((id) => id !== null));
  return pending.some((one) => arrived.has(one.clientMessageId))
    ? pending.filter((one) => !arrived.has(one.clientMessageId))
    : pending;
}

function isSame(one: MessageRow, other: MessageRow): boolean {
  return (
    one.status === other.status &&
    one.seq === other.seq &&
    one.body === other.body &&
    one.kind === other.kind &&
    one.error === other.error &&
    one.author.name === other.author.name &&
    one.quoted?.seq === other.quoted?.seq &&
    one.media?.state === other.media?.state &&
    one.media?.id === other.media?.id &&
    one.media?.url === other.media?.url
  );
}
