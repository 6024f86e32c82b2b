import { dropStaged, loadStaged } from '@recado/core/channels';
import { type InboundMessage, type ReceivedMessage, receiveMessages } from '@recado/core/conversations';
import { AppError, type Held } from '@recado/core/kernel';
import { open, seal } from '@recado/runtime/crypto';
import type { proto } from '@whiskeysockets/baileys';
import { createBreather } from '../breather.ts';
import type { Services } from '../services.ts';
import { type StagedLive, stagedName } from '../sessions/commit-group.ts';
import type { Self } from './addresses.ts';
import { type StagedRecord, unpackRecord } from './staged-record.ts';
import type { MediaSource } from './translate-content.ts';
import { translateStaged, type UnsealedMessage } from './translate-staged.ts';

const BATCH = 100;
const PAGE = 200;
/** More than this in memory means that the database is behind; the rest waits in staging. */
const MOST_IN_MEMORY = 1000;
const RETRY_MS = [50, 200, 500, 1000, 2000];

export type HandOver = {
  /** Takes what a former holder left, then what arrives. */
  begin(): void;
  /** Reads staging again before anything else is stored. */
  reload(): void;
  push(records: StagedLive[]): void;
  /**
   * What may go into conversations without being staged; null when something older waits here, or one of them may need more than a
   * place in a thread that exists.
   */
  plain(records: StagedRecord[]): InboundMessage[] | null;
  /** Keeps what comes from overtaking what is not pushed yet, until the answer is called. */
  hold(): () => void;
  /** Messages that were never staged: placeholders for what could not be read, and the phone's memory. */
  pushUnstaged(messages: UnsealedMessage[]): void;
  /** Resolves when nothing is left to hand over. */
  idle(): Promise<void>;
  stop(): void;
};

type Work = { message: UnsealedMessage } | { ignoredId: number };
/** What waits, in the order of its arrival. */
type Waiting = { record: StagedLive } | { message: UnsealedMessage };

type Helpers = {
  self(): Self;
  /** Adds what is known besides the stanza: the other address of a person, the name of a group. */
  enrich(message: UnsealedMessage): Promise<void>;
  onHistory(stagedId: number, notification: proto.Message.IHistorySyncNotification): void;
  /** What the phone sent again, as far as it belongs to a conversation. */
  resent(messages: proto.IWebMessageInfo[]): UnsealedMessage[];
  onMedia(mediaId: string): void;
};

/**
 * Moves staged plaintext into conversations: in order, many per transaction, each removed from staging by the transaction that
 * stores it. Live and after a crash it is the same path. What cannot be stored after some tries becomes an `unsupported` message
 * instead of holding up the number.
 */
export function createHandOver(services: Services, held: Held, helpers: Helpers): HandOver {
  const { db, keyring, log } = services;
  let queue: Waiting[] = [];
  let isRunning = false;
  let isStopped = false;
  let mustLoad = false;
  let isBegun = false;
  let waiters: (() => void)[] = [];
  let holds = 0;
  const breather = createBreather();
  /** Staged rows that somebody else removes when he is done with them. */
  const elsewhere = new Set<number>();

  const wake = (): void => {
    if (!isRunning && !isStopped) void run();
  };
  async function run(): Promise<void> {
    isRunning = true;
    try {
      while (!isStopped && (mustLoad || queue.length > 0)) {
        const early = breather.left();
        if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
        if (mustLoad) await loadAll();
        const next = queue.splice(0, BATCH);
        if (next.length === 0) continue;
        await breather.around(() =>
          handOver(next.flatMap((each) => ('record' in each ? translate(each.record) : [each]))),
        );
      }
    } catch (error) {
      mustLoad = true;
      if (isStopped) return;
      log.error({ err: error, channelId: held.channelId }, 'handing over stopped');
      setTimeout(wake, RETRY_MS.at(-1)).unref();
    } finally {
      isRunning = false;
      if (isIdle()) {
        for (const wakeUp of waiters) wakeUp();
        waiters = [];
      }
    }
  }
  const isIdle = (): boolean => isStopped || (!isRunning && queue.length === 0 && !(isBegun && mustLoad));

  /** Everything in staging, in order; memory is empty while it is read, so nothing comes twice or in the wrong order. */
  async function loadAll(): Promise<void> {
    mustLoad = false;
    queue = queue.filter((each) => 'message' in each);
    for (let after = 0; !isStopped; ) {
      const rows = await withRetry(() => loadStaged(db, held, { after, limit: PAGE }));
      const records = rows.filter((row) => !elsewhere.has(row.stagedId)).flatMap(unsealed);
      for (let at = 0; at < records.length; at += BATCH)
        await handOver(records.slice(at, at + BATCH).flatMap(translate));
      const last = rows.at(-1);
      if (!last || rows.length < PAGE) return dropTaken(last?.stagedId ?? after);
      after = last.stagedId;
    }
  }
  /** A row that no key opens waits for its key; those behind it go on. */
  function unsealed(row: Awaited<ReturnType<typeof loadStaged>>[number]): StagedLive[] {
    try {
      return [{ ...unpackRecord(open(keyring, row.sealed, stagedName(held, row))), stagedId: row.stagedId }];
    } catch (error) {
      log.error({ err: error, channelId: held.channelId, stagedId: row.stagedId }, 'a staged row that no key opens');
      elsewhere.add(row.stagedId);
      return [];
    }
  }
  /** What arrived while pages were read is in the pages too. */
  const dropTaken = (upTo: number): void => {
    queue = queue.filter((each) => 'message' in each || each.record.stagedId > upTo);
  };

  function translate(record: StagedLive): Work[] {
    try {
      const translation = translateStaged(record, helpers.self());
      if ('message' in translation) return [translation];
      if ('history' in translation) {
        elsewhere.add(record.stagedId);
        helpers.onHistory(record.stagedId, translation.history);
        return [];
      }
      const resent = 'resent' in translation ? helpers.resent(translation.resent) : [];
      if (resent.length === 0) return [{ ignoredId: record.stagedId }];
      // the row goes with the last of them, so that a crash between two begins it again
      return resent.map((message, n) => ({
        message: { ...message, staged: n === resent.length - 1 ? [record.stagedId] : [] },
      }));
    } catch (error) {
      log.warn({ err: error, channelId: held.channelId, stagedId: record.stagedId }, 'a message nobody can read');
      return [{ ignoredId: record.stagedId }];
    }
  }

  async function handOver(work: Work[]): Promise<void> {
    const ignored = work.flatMap((each) => ('ignoredId' in each ? [each.ignoredId] : []));
    const messages = work.flatMap((each) => ('message' in each ? [each.message] : []));
    for (const message of messages) await helpers.enrich(message);
    const items = messages.map(sealed);
    if (items.length > 0) await store(items);
    if (ignored.length > 0) await withRetry(() => dropStaged(db, held, ignored));
  }

  async function store(items: InboundMessage[]): Promise<void> {
    try {
      tell(await withRetry(() => receiveMessages(db, held, items)));
    } catch (error) {
      if (items.length > 1) {
        for (const item of items) await store([item]);
        return;
      }
      const [item] = items as [InboundMessage];
      log.error(
        { err: error, channelId: held.channelId, providerId: item.providerId },
        'a message that cannot be stored',
      );
      const { media: _media, ...rest } = item;
      const placeholder: InboundMessage = { ...rest, kind: 'unsupported', body: null, detail: { type: 'refused' } };
      try {
        tell(await withRetry(() => receiveMessages(db, held, [placeholder])));
      } catch (refusal) {
        if (!isAboutTheMessage(refusal)) throw refusal;
        // it stays sealed in staging, and those behind it go on
        log.error({ err: refusal, channelId: held.channelId, staged: item.staged }, 'left in staging');
        for (const stagedId of item.staged) elsewhere.add(stagedId);
      }
    }
  }
  const tell = (received: ReceivedMessage[]): void => {
    services.hints.changed(held.workspaceId);
    for (const each of received) if (each.mediaId && each.outcome !== 'known') helpers.onMedia(each.mediaId);
  };
  const sealed = (message: UnsealedMessage): InboundMessage => {
    if (!message.media) return message as InboundMessage;
    const { source, ...media } = message.media;
    const bytes = seal(keyring, Buffer.from(JSON.stringify(source)), mediaSourceName(held, message.providerId));
    return { ...message, media: { ...media, sealedSource: bytes.toString('base64') } };
  };

  /** Tries again while it is the database that is missing, not the message that is wrong. */
  async function withRetry<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await work();
      } catch (error) {
        const isOver = isStopped || (error instanceof AppError && error.code === 'kernel.leaseLost');
        if (isOver || isAboutTheMessage(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]));
      }
    }
  }
  return {
    begin() {
      isBegun = true;
      mustLoad = true;
      wake();
    },
    reload() {
      // before its beginning there is nothing to read again
      if (!isBegun) return;
      mustLoad = true;
      wake();
    },
    push(records) {
      // what arrives before is found in staging, or belongs to nobody
      if (!isBegun) return;
      if (queue.length + records.length > MOST_IN_MEMORY) mustLoad = true;
      else for (const record of records) queue.push({ record });
      wake();
    },
    plain(records) {
      if (!isBegun || isStopped || holds > 0 || !isIdle()) return null;
      const messages: InboundMessage[] = [];
      for (const record of records) {
        const message = plainMessage(record, helpers.self());
        if (!message) return null;
        messages.push(message);
      }
      return messages;
    },
    hold() {
      holds += 1;
      return () => {
        holds -= 1;
      };
    },
    pushUnstaged(messages) {
      for (const message of messages) queue.push({ message });
      wake();
    },
    idle() {
      if (isIdle()) return Promise.resolve();
      const idle = new Promise<void>((resolve) => waiters.push(resolve));
      wake();
      return idle;
    },
    stop() {
      isStopped = true;
      queue = [];
      for (const wakeUp of waiters.splice(0)) wakeUp();
    },
  };
}

/** A text, or the like, of a person both of whose names are known; nothing has to be asked or fetched for it. */
function plainMessage(record: StagedRecord, self: Self): InboundMessage | null {
  try {
    const translation = translateStaged({ ...record, stagedId: 0 }, self);
    if (!('message' in translation)) return null;
    const { media, ...message } = translation.message;
    if (media || message.chatKind !== 'person' || message.identities.length < 2) return null;
    return { ...message, staged: [] };
  } catch {
    return null;
  }
}

/** The additional data of a sealed place of a file. */
export const mediaSourceName = (held: Held, providerId: string): string =>
  [held.workspaceId, held.channelId, 'media', providerId].join('|');

export const openMediaSource = (services: Services, held: Held, providerId: string, bytes: Buffer): MediaSource =>
  JSON.parse(open(services.keyring, bytes, mediaSourceName(held, providerId)).toString()) as MediaSource;

/** SQLSTATE classes 21 to 23, limits (54) and raised exceptions are about the values; the rest is about the moment. */
function isAboutTheMessage(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? '';
  return /^(21|22|23|54|P0)/.test(code);
}
