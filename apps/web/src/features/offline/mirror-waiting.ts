import type { Unsent } from '../conversations/unsent.ts';
import { browserBox } from './browser-storage.ts';
import { type KeptWaiting, waitingName } from './kept.ts';

const mirrored = new Set<string>();

/** Lets what a desk has on its way be seen where its page is loaded again without a network. It is sent from where it is kept, not from here. */
export async function mirrorWaiting(sessionId: string, messages: readonly Unsent[]): Promise<void> {
  const box = browserBox();
  if (!box) return;
  const waiting: Record<string, KeptWaiting | null> = {};
  for (const { clientMessageId, conversationId, createdAt, body } of messages)
    waiting[waitingName(clientMessageId)] = { clientMessageId, conversationId, createdAt, body, isOfDesk: true };
  for (const name of mirrored) waiting[name] ??= null;
  mirrored.clear();
  for (const [name, one] of Object.entries(waiting)) if (one) mirrored.add(name);
  await box.write(sessionId, waiting);
}
