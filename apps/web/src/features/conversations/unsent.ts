/** A message that was still on its way when its page went. */
export type Unsent = {
  clientMessageId: string;
  conversationId: string;
  workspaceId: string;
  body: string;
  createdAt: string;
  /** A page that is only reloaded goes on by itself; after the end of a session a person decides. */
  goesOn: boolean;
};

const KEPT_MS = 24 * 3600 * 1000;
// among the person's drafts, so that it is erased with them when somebody else enters or they log out
const keyOf = (personId: string): string => `recado.draft.${personId}.~unsent`;

/**
 * Keeps what was on its way, under the id it already has: the server may have it, and a second try under another id would reach the
 * customer twice.
 */
export function keepUnsent(storage: Storage, personId: string, messages: readonly Unsent[]): void {
  if (messages.length === 0) return;
  const ids = new Set(messages.map((message) => message.clientMessageId));
  const others = read(storage, personId).filter((message) => !ids.has(message.clientMessageId));
  try {
    storage.setItem(keyOf(personId), JSON.stringify([...others, ...messages]));
  } catch {
    // a full or forbidden storage: what is on its way may still arrive
  }
}

/** Takes out what was kept for a workspace, oldest first; what is older than a day is dropped. */
export function takeUnsent(storage: Storage, personId: string, workspaceId: string, now: number): Unsent[] {
  const fresh = read(storage, personId).filter((message) => now - Date.parse(message.createdAt) < KEPT_MS);
  const others = fresh.filter((message) => message.workspaceId !== workspaceId);
  if (others.length > 0) storage.setItem(keyOf(personId), JSON.stringify(others));
  else storage.removeItem(keyOf(personId));
  return fresh.filter((message) => message.workspaceId === workspaceId);
}

function read(storage: Storage, personId: string): Unsent[] {
  try {
    const kept = JSON.parse(storage.getItem(keyOf(personId)) ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as Unsent[]) : [];
  } catch {
    return [];
  }
}
