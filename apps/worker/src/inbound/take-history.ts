import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { dropStaged } from '@recado/core/channels';
import type { Held } from '@recado/core/kernel';
import { downloadHistory, proto } from '@whiskeysockets/baileys';
import type { Services } from '../services.ts';
import type { Self } from './addresses.ts';
import { translateHistory } from './translate-history.ts';
import type { UnsealedMessage } from './translate-staged.ts';

const inflated = promisify(inflate);
/** A chunk that unpacks to more than this is refused, whoever sent it. */
const MOST_BYTES = 256 * 1024 * 1024;
const BATCH = 100;
/** Some five minutes in all: a network that was away comes back, a broken chunk does not mend. */
const TRIES = 12;

export type HistoryIntake = {
  add(stagedId: number, notification: proto.Message.IHistorySyncNotification): void;
  stop(): void;
};

/**
 * Takes over what the phone remembers, one chunk at a time and in small batches between which live messages pass. The staged
 * notification stays until all of its messages are stored, so a crash begins the chunk again and finds what it already has.
 */
export function createHistoryIntake(
  services: Services,
  held: Held,
  helpers: { self(): Self; push(messages: UnsealedMessage[]): void; idle(): Promise<void>; onChunk(): void },
): HistoryIntake {
  let isStopped = false;
  let chain = Promise.resolve();

  async function take(stagedId: number, notification: proto.Message.IHistorySyncNotification): Promise<void> {
    for (let attempt = 1; !isStopped; attempt += 1) {
      try {
        const messages = translateHistory(await unpack(notification), helpers.self());
        for (let at = 0; at < messages.length && !isStopped; at += BATCH) {
          helpers.push(messages.slice(at, at + BATCH));
          await helpers.idle();
        }
        if (!isStopped) await dropStaged(services.db, held, [stagedId]);
        helpers.onChunk();
        return;
      } catch (error) {
        services.log.warn({ err: error, channelId: held.channelId, attempt }, 'history chunk not taken');
        if (attempt >= TRIES) {
          await dropStaged(services.db, held, [stagedId]).catch(() => {});
          helpers.onChunk();
          return;
        }
        await new Promise((resolve) => setTimeout(resolve, Math.min(60_000, 500 * 2 ** attempt)));
      }
    }
  }
  return {
    add(stagedId, notification) {
      chain = chain.then(() => take(stagedId, notification));
    },
    stop() {
      isStopped = true;
    },
  };
}

async function unpack(notification: proto.Message.IHistorySyncNotification): Promise<proto.IHistorySync> {
  const inline = notification.initialHistBootstrapInlinePayload;
  if (!inline?.length) return await downloadHistory(notification as proto.Message.HistorySyncNotification, {});
  return proto.HistorySync.decode(await inflated(inline, { maxOutputLength: MOST_BYTES }));
}
