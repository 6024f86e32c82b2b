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

/** The loaded end of a thread, oldest first. `isComplete` tells that its first message is here. */
export type LoadedThread = { rows: readonly MessageRow[]; isComplete: boolean };

/** Puts rows of the stream into a loaded thread. One from before the loaded part waits for its page, so that no hole appears. */
export function mergeLive(thread: LoadedThread, told: readonly MessageRow[]): LoadedThread {
  const first = thread.isComplete ? 0 : (thread.rows[0]?.seq ?? 0);
  const rows = mergeMessages(
    thread.rows,
    told.filter((row) => row.seq >= first),
  );
  return rows === thread.rows ? thread : { ...thread, rows };
}

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
