import { setTimeout as pause } from 'node:timers/promises';
import { claimQueued, type DeliveryNews, type QueuedMessage, requeueUnacknowledged } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import type { proto } from '@whiskeysockets/baileys';
import type { Services } from '../services.ts';
import { textContent } from './build-content.ts';
import { createPacer, noPacer } from './pacing.ts';

const CLAIM = 20;
/** After so many tries without any answer of the server a person must decide. */
const MOST_TRIES = 25;
const TELL_AGAIN_MS = 1000;

/** The socket as the queue needs it. */
export type Outlet = {
  isOpen(): boolean;
  /** Settles when the socket has ended; the client forgets what was waiting for an answer. */
  readonly ended: Promise<unknown>;
  /** Hands the stanza to the socket under the message's own id. Throws when it was not sent. */
  relay(message: QueuedMessage, content: proto.IMessage): Promise<void>;
  /** Uploads the file of a message and describes it; throws MediaUnsendable when that can never work. */
  prepareMedia(message: QueuedMessage): Promise<proto.IMessage>;
};

/** A file that cannot be sent however often one tries; `cause` is told to the person. */
export class MediaUnsendable extends Error {
  override name = 'MediaUnsendable';
}

export type SendQueue = {
  /** A new socket: what was never acknowledged goes first, under the same ids. */
  open(outlet: Outlet): void;
  close(): void;
  /** Something may be queued. */
  poke(): void;
  onAck(providerId: string, error: string | undefined): void;
  /** How long the oldest message has waited for the server's answer, in ms. */
  oldestUnansweredMs(): number;
  stop(): void;
};

/** Sends what is queued for one number, one after the other, oldest first. */
export function createSendQueue(
  services: Services,
  held: Held,
  report: (news: DeliveryNews) => Promise<void>,
): SendQueue {
  const { db, log } = services;
  const pacer = services.isPaced ? createPacer() : noPacer;
  const unanswered = new Map<string, number>();
  const giveUps = new Set<(error: Error) => void>();
  let outlet: Outlet | null = null;
  let isRunning = false;
  let isStopped = false;
  let isPoked = false;
  let mustRequeue = false;

  const isReady = (mine: Outlet | null): mine is Outlet =>
    !isStopped && mine !== null && mine === outlet && mine.isOpen();
  const tell = (news: DeliveryNews): void => {
    report(news).catch((error) => {
      if (isStopped) return;
      log.warn({ err: error, channelId: held.channelId }, 'delivery news not stored');
      setTimeout(tell, TELL_AGAIN_MS, news);
    });
  };

  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (isPoked && isReady(outlet)) {
        isPoked = false;
        const mine = outlet;
        if (mustRequeue) {
          await requeueUnacknowledged(db, held);
          if (mine !== outlet) continue;
          mustRequeue = false;
        }
        for (;;) {
          const messages = isReady(mine) ? await claimQueued(db, held, CLAIM) : [];
          for (const message of messages) {
            if (!isReady(mine)) break;
            await send(mine, message);
          }
          if (messages.length < CLAIM) break;
        }
      }
    } catch (error) {
      log.warn({ err: error, channelId: held.channelId }, 'sending paused');
      mustRequeue = true;
    } finally {
      isRunning = false;
      if (isPoked && isReady(outlet)) void run();
    }
  }

  async function send(mine: Outlet, message: QueuedMessage): Promise<void> {
    const { providerId } = message;
    if (message.attempts > MOST_TRIES) return tell({ providerId, status: 2, error: 'unacknowledged' });
    const waitMs = pacer.take(performance.now());
    if (waitMs > 0) await pause(waitMs);
    try {
      const content = message.mediaId ? await orEnd(mine.prepareMedia(message)) : textContent(message.body ?? '');
      if (!isReady(mine)) return;
      // before the stanza is written: the answer may come before the promise resolves
      unanswered.set(providerId, performance.now());
      await orEnd(mine.relay(message, content));
    } catch (error) {
      unanswered.delete(providerId);
      // a closed socket is no fault of the message: it goes out again with the next one
      if (!isReady(mine)) return;
      // nor is a database that is away: the message waits for it
      if (isAboutTheStore(error)) throw error;
      log.warn({ err: error, channelId: held.channelId, providerId }, 'message not sent');
      const cause = error instanceof MediaUnsendable ? error.message : 'not_sent';
      tell({ providerId, status: 2, error: cause });
    }
  }
  // a plain race would leave a reaction on the socket's end for every message
  const orEnd = <T>(work: Promise<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      giveUps.add(reject);
      work.then(resolve, reject).finally(() => giveUps.delete(reject));
    });
  const start = (): void => {
    isPoked = true;
    if (!isRunning && isReady(outlet)) void run();
  };
  return {
    open(next) {
      outlet = next;
      unanswered.clear();
      mustRequeue = true;
      void next.ended.then(() => {
        for (const giveUp of giveUps) giveUp(new Error('The socket ended.'));
      });
      start();
    },
    close() {
      outlet = null;
      unanswered.clear();
    },
    poke: start,
    onAck(providerId, error) {
      unanswered.delete(providerId);
      tell(error ? { providerId, status: 2, error } : { providerId, status: 3 });
    },
    oldestUnansweredMs() {
      const oldest = unanswered.values().next().value;
      return oldest === undefined ? 0 : performance.now() - oldest;
    },
    stop() {
      isStopped = true;
      outlet = null;
      unanswered.clear();
    },
  };
}

/** Whether an error, or what caused it, says that the database was out of reach rather than that the message was wrong. */
function isAboutTheStore(error: unknown): boolean {
  for (let at = error as { code?: unknown; cause?: unknown } | undefined | null; at; at = at.cause as typeof at) {
    if (typeof at.code === 'string' && /^(CONNECT|ECONN|EPIPE|08|40|53|55P03|57)/.test(at.code)) return true;
  }
  return false;
}
