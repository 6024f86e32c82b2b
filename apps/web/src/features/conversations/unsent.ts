import type { DraftBox } from './drafts.ts';

/** A message that is on its way, kept in case its page goes. */
export type Unsent = {
  clientMessageId: string;
  conversationId: string;
  workspaceId: string;
  /** The session that it was written under: under another one it does not leave by itself. */
  sessionId: string;
  body: string;
  createdAt: string;
  seenSeq?: number | undefined;
  quotedMessageId?: string | undefined;
  resolves?: boolean | undefined;
  /** A file cannot be kept: its words become a draft again. */
  hadFile: boolean;
  /** Whether it is certain that no server ever saw it: then it may become a draft, which is sent under another id. */
  neverLeft?: boolean | undefined;
};

const keptForMs = 24 * 3_600_000;
const name = '~unsent.';

/** Which tabs of this browser are open: those take care of their own messages. */
export type Tabs = { ownId: string; alive(): Promise<ReadonlySet<string>> };

/**
 * Keeps what a tab has on its way, from the moment it is written, so that nothing is lost with a page that is killed. It keeps the id
 * it has: the server may have it, and a second try under another id would reach the customer twice.
 */
export async function keepUnsent(box: DraftBox, tabs: Tabs, messages: readonly Unsent[]): Promise<void> {
  await box.writeKey(box.keyOf(name + tabs.ownId), messages.length === 0 ? '' : JSON.stringify(messages));
}

/** Takes over what tabs that are gone had on its way in a workspace, oldest first; what a server may have had a day ago is dropped. */
export async function takeUnsent(box: DraftBox, tabs: Tabs, workspaceId: string, now: number): Promise<Unsent[]> {
  const alive = await tabs.alive();
  const taken: Unsent[] = [];
  for (const key of box.keysOf(name)) {
    const tabId = key.slice(box.keyOf(name).length);
    if (tabId === tabs.ownId || alive.has(tabId)) continue;
    const fresh = parse(await box.readKey(key)).filter(
      ({ createdAt, neverLeft }) => neverLeft || now - Date.parse(createdAt) < keptForMs,
    );
    taken.push(...fresh.filter((message) => message.workspaceId === workspaceId));
    const others = fresh.filter((message) => message.workspaceId !== workspaceId);
    await box.writeKey(key, others.length === 0 ? '' : JSON.stringify(others));
  }
  return taken.sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

function parse(text: string): Unsent[] {
  try {
    const kept = JSON.parse(text || '[]') as unknown;
    return Array.isArray(kept) ? (kept as Unsent[]) : [];
  } catch {
    return [];
  }
}
