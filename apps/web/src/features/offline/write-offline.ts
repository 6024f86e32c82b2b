import { createDraftBox, type DraftStorage } from '../conversations/drafts.ts';
import { keepUnsent, type Unsent } from '../conversations/unsent.ts';
import { sealWith } from '../session/sealer.ts';
import { type KeptList, type KeptWaiting, waitingName } from './kept.ts';
import type { OfflineBox, OfflineSession } from './offline-box.ts';

const nobody = { alive: async () => new Set<string>() };

/**
 * What is written without a network. It is kept among the unsent of its person, which the next page with a network takes up under the same ids,
 * and beside it for this session's own eyes. Here it can be sealed and not opened.
 */
export function createOfflinePen(options: {
  box: Pick<OfflineBox, 'write'>;
  storage: () => DraftStorage;
  session: Pick<OfflineSession, 'sessionId' | 'personId' | 'sealKey' | 'sealKid'>;
  workspaceId: KeptList['workspaceId'];
  newId(): string;
  now(): Date;
}) {
  const { box, session, workspaceId } = options;
  const drafts = createDraftBox({
    storage: options.storage,
    personId: session.personId,
    now: () => options.now().getTime(),
    sealer: async () => ({
      seal: (text, label) => sealWith(session.sealKid, session.sealKey, text, label),
      open: async () => null,
    }),
  });
  const keep = (ownId: string, messages: readonly Unsent[]) => keepUnsent(drafts, { ownId, ...nobody }, messages);
  const messageOf = (waiting: KeptWaiting, seenSeq: number | undefined, hadFile: boolean): Unsent => ({
    ...waiting,
    seenSeq,
    hadFile,
    workspaceId,
    sessionId: session.sessionId,
    neverLeft: true,
  });
  return {
    /** Keeps a message until there is a network; null where the browser could not keep it. */
    async send(conversationId: string, body: string, seenSeq: number | undefined): Promise<KeptWaiting | null> {
      const clientMessageId = options.newId();
      const waiting = { clientMessageId, conversationId, body, createdAt: options.now().toISOString() };
      await keep(clientMessageId, [messageOf(waiting, seenSeq, false)]);
      if (drafts.keysOf(`~unsent.${clientMessageId}`).length === 0) return null;
      await box.write(session.sessionId, { [waitingName(clientMessageId)]: waiting });
      return waiting;
    },
    async discard(clientMessageId: string): Promise<void> {
      await keep(clientMessageId, []);
      await box.write(session.sessionId, { [waitingName(clientMessageId)]: null });
    },
    /** What is being written becomes a draft of its conversation once there is a network, before what was left there already. */
    async note(conversationId: string, text: string): Promise<void> {
      const clientMessageId = `writing-${conversationId}`;
      const waiting = { clientMessageId, conversationId, body: text, createdAt: options.now().toISOString() };
      await keep(clientMessageId, text.trim() === '' ? [] : [messageOf(waiting, undefined, true)]);
    },
  };
}

export type OfflinePen = ReturnType<typeof createOfflinePen>;
