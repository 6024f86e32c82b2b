import type { DeliveryNews, InboundMessage } from '@recado/core/conversations';
import { AppError, type Held } from '@recado/core/kernel';
import type { WAMessage } from '@whiskeysockets/baileys';
import { addressOf, identityOf, type Self } from '../inbound/addresses.ts';
import { describeStub } from '../inbound/describe-stub.ts';
import { enrichMessage } from '../inbound/enrich-message.ts';
import { createHandOver } from '../inbound/hand-over.ts';
import type { StagedRecord } from '../inbound/staged-record.ts';
import { createHistoryIntake } from '../inbound/take-history.ts';
import { translateOld } from '../inbound/translate-history.ts';
import { createDownloads } from '../media/download-queue.ts';
import { withQuote } from '../outbound/build-content.ts';
import { prepareMedia } from '../outbound/prepare-media.ts';
import { createSendQueue } from '../outbound/send-queue.ts';
import { createStatusBatch } from '../outbound/status-batch.ts';
import { watchAcks } from '../outbound/watch-acks.ts';
import type { Services } from '../services.ts';
import type { AuthState } from './auth-state.ts';
import type { StagedLive } from './commit-group.ts';
import type { LiveSocket } from './live-socket.ts';
import type { SharedCaches } from './open-socket.ts';

const RECEIPT_AGAIN_MS = 500;

/** Everything that flows through a number, apart from the question whether it is connected. Outlives single sockets. */
export type Traffic = {
  /** Hands over what lies in staging and fetches files that are still missing. */
  begin(): void;
  /** Looks into staging again: something may lie there that nobody told of. */
  reload(): void;
  /** Listens to a new socket from its first frame. */
  attach(live: LiveSocket): void;
  /** The socket is logged in: sending may begin. */
  open(live: LiveSocket, listeners: { onHistoryTaken(): void }): void;
  close(): void;
  onStaged(records: StagedLive[]): void;
  plain(records: StagedRecord[]): InboundMessage[] | null;
  onStub(message: WAMessage): Promise<void>;
  poke(): void;
  oldestUnansweredMs(): number;
  /** Resolves when what was received and acknowledged is stored. */
  idle(): Promise<void>;
  stop(): void;
};

export function connectTraffic(
  services: Services,
  held: Held,
  auth: AuthState,
  caches: SharedCaches,
  lease: { isHolding(): boolean },
): Traffic {
  let live: LiveSocket | null = null;
  let onHistoryTaken: () => void = () => {};
  const self = (): Self => ({
    pn: identityOf(auth.creds.me?.id)?.value ?? '',
    lid: identityOf(auth.creds.me?.lid)?.value ?? null,
  });
  const statuses = createStatusBatch(services, held);
  const queue = createSendQueue(services, held, (news) => statuses.push(news));
  const downloads = createDownloads(services, held);
  const handOver = createHandOver(services, held, {
    self,
    enrich: (message) => enrichMessage(message, live?.socket ?? null, caches),
    onHistory: (stagedId, notification) => history.add(stagedId, notification),
    resent: (messages) =>
      messages.flatMap((message) => {
        const chat = identityOf(message.key?.remoteJid);
        const old = chat ? translateOld(message, chat, undefined, null) : null;
        return old ? [{ ...old, history: false }] : [];
      }),
    onMedia: () => downloads.poke(),
  });
  const history = createHistoryIntake(services, held, {
    self,
    push: (messages) => handOver.pushUnstaged(messages),
    idle: () => handOver.idle(),
    onChunk: () => onHistoryTaken(),
  });
  /** The client acknowledges a receipt when this resolves; a database that is away for a moment only delays it. */
  async function stored(news: DeliveryNews[]): Promise<void> {
    for (;;) {
      try {
        await Promise.all(news.map((each) => statuses.push(each)));
        return;
      } catch (error) {
        if (!lease.isHolding() || (error instanceof AppError && error.code === 'kernel.leaseLost')) throw error;
        services.log.warn({ err: error, channelId: held.channelId }, 'a receipt is not stored yet');
        await new Promise((resolve) => setTimeout(resolve, RECEIPT_AGAIN_MS));
      }
    }
  }
  return {
    begin() {
      handOver.begin();
      downloads.poke();
    },
    reload: () => handOver.reload(),
    attach(next) {
      live = next;
      watchAcks(next.socket, {
        self,
        onAck: (providerId, error) => queue.onAck(providerId, error),
        onReceipt: (news) => stored(news),
      });
    },
    open(next, listeners) {
      onHistoryTaken = listeners.onHistoryTaken;
      queue.open({
        isOpen: () => next.isOpen() && lease.isHolding(),
        ended: next.ended,
        async relay(message, content) {
          const { pn, lid } = self();
          const own = addressOf(
            lid && message.address.endsWith('@lid') ? { kind: 'wa_lid', value: lid } : { kind: 'wa_pn', value: pn },
          );
          await next.socket.relayMessage(message.address, withQuote(content, message, own), {
            messageId: message.providerId,
          });
        },
        prepareMedia: (message) => prepareMedia(services, held, next.socket, message),
      });
    },
    close() {
      live = null;
      queue.close();
    },
    onStaged: (records) => handOver.push(records),
    plain: (records) => handOver.plain(records),
    async onStub(message) {
      const stub = describeStub(message, self());
      const cause = message.messageStubParameters?.[0];
      services.log.warn(
        { channelId: held.channelId, providerId: message.key.id, cause },
        'a message was not decrypted',
      );
      if (!stub) return;
      // what the ratchet has already given up cannot be read twice: it may be in staging, with its place before the next
      const release = handOver.hold();
      await auth.drained();
      handOver.reload();
      handOver.pushUnstaged([stub]);
      release();
    },
    poke: () => queue.poke(),
    oldestUnansweredMs: () => queue.oldestUnansweredMs(),
    async idle() {
      await auth.drained();
      await Promise.all([handOver.idle(), statuses.idle()]);
    },
    stop() {
      handOver.stop();
      history.stop();
      queue.stop();
      statuses.stop();
      downloads.stop();
    },
  };
}
