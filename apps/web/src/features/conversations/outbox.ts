import type { MessageRow } from '@recado/core/conversations/contract';
import type { PendingMessage } from './thread-state.ts';

export type OutboxPorts = {
  /** Whether anything can be sent now; nothing has left when this throws. */
  check(): Promise<void>;
  upload(file: File, onProgress: (part: number) => void): Promise<string>;
  send(message: {
    conversationId: string;
    clientMessageId: string;
    text: string;
    mediaId?: string;
    seenSeq?: number | undefined;
    quotedMessageId?: string | undefined;
    resolves?: boolean | undefined;
  }): Promise<MessageRow>;
  /** Called with the row of a message that the server has taken. */
  onSent(row: MessageRow): void;
  errorOf(error: unknown): NonNullable<PendingMessage['error']>;
  newId(): string;
  now(): Date;
};
type Attempt = { pending: PendingMessage; file: File | null; mediaId: string | null };

/**
 * Messages on their way out of this tab. Each shows at once and keeps its client id through every attempt, so that it is stored
 * once whatever the network does; within a conversation they leave in the order in which they were written.
 */
export function createOutbox(ports: OutboxPorts) {
  const attempts = new Map<string, Attempt>();
  const queues = new Map<string, Promise<void>>();
  const listeners = new Set<() => void>();
  let byConversation = new Map<string, readonly PendingMessage[]>();

  const tell = () => {
    const next = new Map<string, PendingMessage[]>();
    for (const { pending } of attempts.values()) {
      next.set(pending.conversationId, [...(next.get(pending.conversationId) ?? []), pending]);
    }
    byConversation = next;
    for (const listener of listeners) listener();
  };
  const change = (id: string, over: Partial<PendingMessage>) => {
    const attempt = attempts.get(id);
    if (!attempt) return;
    attempt.pending = { ...attempt.pending, ...over };
    tell();
  };
  const attemptOnce = async (id: string) => {
    const attempt = attempts.get(id);
    if (!attempt) return;
    const { conversationId, clientMessageId, body, seenSeq, quotedMessageId, resolves } = attempt.pending;
    const neverLeft = attempt.pending.neverLeft ?? true;
    // what was written later waits for what was written first
    const before = firstBefore(id);
    if (before && !before.error) return enqueue(id);
    if (before) return change(id, { error: before.error, progress: null, neverLeft });
    try {
      await ports.check();
    } catch (error) {
      return change(id, { error: ports.errorOf(error), progress: null, neverLeft });
    }
    change(id, { neverLeft: false });
    try {
      if (attempt.file && !attempt.mediaId) {
        attempt.mediaId = await ports.upload(attempt.file, (progress) => change(id, { progress }));
      }
      change(id, { progress: null });
      const mediaId = attempt.mediaId ?? undefined;
      const row = await ports.send({
        conversationId,
        clientMessageId,
        text: body ?? '',
        mediaId,
        seenSeq,
        quotedMessageId,
        resolves,
      });
      ports.onSent(row);
      drop(id);
    } catch (error) {
      change(id, { error: ports.errorOf(error), progress: null });
    }
  };
  /** What was written before in the same conversation and has yet to leave: it waits for the network, or for its turn. */
  const firstBefore = (id: string): PendingMessage | undefined => {
    const own = attempts.get(id)?.pending;
    for (const { pending } of attempts.values()) {
      if (pending === own) return;
      const hasYetToLeave = !pending.error || pending.error.code === 'network.offline';
      if (pending.conversationId === own?.conversationId && hasYetToLeave) return pending;
    }
  };
  const enqueue = (id: string) => {
    const conversationId = attempts.get(id)?.pending.conversationId;
    if (!conversationId) return;
    const before = queues.get(conversationId) ?? Promise.resolve();
    queues.set(
      conversationId,
      before.then(() => attemptOnce(id)),
    );
  };
  function again(id: string) {
    change(id, { error: null });
    enqueue(id);
  }
  function drop(id: string) {
    const url = attempts.get(id)?.pending.attachment?.previewUrl;
    if (url) URL.revokeObjectURL(url);
    attempts.delete(id);
    tell();
  }

  return {
    add(
      conversationId: string,
      content: {
        text: string;
        file: File | null;
        previewUrl: string | null;
        kind: string;
        seenSeq?: number | undefined;
        quotedMessageId?: string | undefined;
        resolves?: boolean | undefined;
      },
    ) {
      const clientMessageId = ports.newId();
      const { file, previewUrl, kind, seenSeq, quotedMessageId, resolves } = content;
      attempts.set(clientMessageId, {
        file,
        mediaId: null,
        pending: {
          clientMessageId,
          conversationId,
          kind,
          body: content.text.trim() === '' ? null : content.text,
          attachment: file && { name: file.name, bytes: file.size, mime: file.type, previewUrl },
          createdAt: ports.now().toISOString(),
          seenSeq,
          quotedMessageId,
          resolves,
          progress: file ? 0 : null,
          error: null,
        },
      });
      tell();
      enqueue(clientMessageId);
    },
    /** Takes up a message of a former page under the id it had. It goes on by itself, or waits for a person with its reason. */
    restore(message: {
      clientMessageId: string;
      conversationId: string;
      body: string;
      createdAt: string;
      seenSeq?: number | undefined;
      quotedMessageId?: string | undefined;
      resolves?: boolean | undefined;
      neverLeft?: boolean | undefined;
      goesOn: boolean;
    }) {
      // two tabs may hear of it at once
      if (attempts.has(message.clientMessageId)) return;
      const { goesOn, ...kept } = message;
      const error = goesOn ? null : { code: 'unsent.interrupted', params: {} };
      attempts.set(kept.clientMessageId, {
        file: null,
        mediaId: null,
        pending: { ...kept, kind: 'text', attachment: null, progress: null, error },
      });
      tell();
      if (goesOn) enqueue(kept.clientMessageId);
    },
    /** Sends what was held back because somebody else had answered: its writer has seen that now. */
    sendAnyway(id: string) {
      const seq = attempts.get(id)?.pending.error?.params.seq;
      if (typeof seq === 'number') change(id, { seenSeq: seq });
      this.retry(id);
    },
    retry(id: string) {
      // what waits for the network goes in the order in which it was written
      if (attempts.get(id)?.pending.error?.code === 'network.offline') return this.retryOffline();
      again(id);
    },
    /** Tries again what failed only because there was no network. */
    retryOffline() {
      for (const { pending } of attempts.values())
        if (pending.error?.code === 'network.offline') again(pending.clientMessageId);
    },
    discard: drop,
    of: (conversationId: string) => byConversation.get(conversationId) ?? nothing,
    all: () => [...attempts.values()].map(({ pending }) => pending),
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const nothing: readonly PendingMessage[] = [];
export type Outbox = ReturnType<typeof createOutbox>;
