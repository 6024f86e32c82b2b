import { commitKeys, commitReceived, type KeyUpdate } from '@recado/core/channels';
import type { InboundMessage } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import { seal } from '@recado/runtime/crypto';
import { packRecord, type StagedRecord, stagingName } from '../inbound/staged-record.ts';
import type { Services } from '../services.ts';

export type StagedLive = StagedRecord & { stagedId: number };

export type GroupListeners = {
  /** What may go into conversations at once, in the place of being staged; null when it has to be staged. */
  plain(records: StagedRecord[]): InboundMessage[] | null;
  /** Messages are in their conversations by the transaction that moved the ratchet. */
  onReceived(): void;
};

/**
 * Stores, by one transaction, keys and the plaintext that their ratchets gave up: in its conversations when every message is a text
 * of a known person and nothing older waits, otherwise staged. Answers what was staged, which is to be handed over.
 */
export async function commitGroup(
  services: Services,
  held: Held,
  listeners: GroupListeners,
  update: Omit<KeyUpdate, 'staged'>,
  records: StagedRecord[],
): Promise<StagedLive[]> {
  const messages = records.length > 0 ? listeners.plain(records) : null;
  if (messages && (await isReceived(services, held, update, messages))) {
    listeners.onReceived();
    return [];
  }
  // whoever writes twice under one id has the second kept, as when the first is staged already
  const named = new Map(
    records.map((record) => {
      const name = stagingName(record.attrs, record.part);
      return [stagedName(held, name), { name, record }];
    }),
  );
  const staged = [...named].map(([aad, { name, record }]) => ({
    ...name,
    sealed: seal(services.keyring, packRecord(record), aad),
  }));
  const committed = await commitKeys(services.db, held, { ...update, staged });
  return committed.map((row) => {
    const { record } = named.get(stagedName(held, row)) as { record: StagedRecord };
    return { ...record, stagedId: row.stagedId };
  });
}

/** False, and nothing done, when one of them needs more than a place in a thread that exists. */
async function isReceived(
  { db }: Services,
  held: Held,
  update: Omit<KeyUpdate, 'staged'>,
  messages: InboundMessage[],
): Promise<boolean> {
  try {
    return await commitReceived(db, held, update, messages);
  } catch (error) {
    if (!isAboutTheMessages(error)) throw error;
    return false;
  }
}

/** Values that Postgres refuses, or another transaction in the way: staged, they are sorted out one by one. */
const isAboutTheMessages = (error: unknown): boolean =>
  /^(21|22|23|40|54|P0)/.test((error as { code?: string } | null)?.code ?? '');

/** The additional data of a staged row. */
export const stagedName = (held: Held, name: ReturnType<typeof stagingName>): string =>
  [held.workspaceId, held.channelId, 'staged', name.chat, name.sender, name.providerId, name.part].join('|');
