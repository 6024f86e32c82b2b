import { keepSessionsWhole } from '@recado/runtime/whole-sessions';
import type { BinaryNode, SignalKeyStore, SignalKeyStoreWithTransaction, WASocket } from '@whiskeysockets/baileys';
import { makeLibSignalRepository } from '@whiskeysockets/baileys/lib/Signal/libsignal.js';
import { SessionCipher } from 'libsignal';
import { keptAttrs, type StagedRecord, type StanzaAttrs } from '../inbound/staged-record.ts';
import { STAGED_KIND } from './auth-state.ts';
import { createWriteAhead } from './write-ahead.ts';

keepSessionsWhole(SessionCipher);

type MakeRepository = typeof makeLibSignalRepository;

/** A message without content, with its padding. */
const NOTHING = Uint8Array.of(1);

/**
 * Makes receiving at least once: the client's own order is ratchet, receipt, event, so a crash after the receipt loses the message.
 * Here the plaintext is stored by the very transaction that moves the ratchet, before any receipt leaves.
 * What is sent is stored before it leaves as well (see write-ahead.ts). Decrypting and sending of one account share a
 * transaction, because both write the same sessions.
 * A message that is here already and comes again, because a receipt was lost, cannot be read twice: it passes as one without
 * content, so that the client acknowledges it. Refused, it would be sent anew under another session; forty of those, and the
 * sessions under which others still wait are forgotten.
 */
export function createStaging(
  store: Pick<SignalKeyStore, 'set'>,
  hasReceived: (providerId: string, part: number) => Promise<boolean>,
): {
  makeSignalRepository: MakeRepository;
  watch(socket: Pick<WASocket, 'ws'>): void;
} {
  const parts = new WeakMap<Uint8Array, { attrs: StanzaAttrs; part: number }>();
  const makeSignalRepository: MakeRepository = (auth, logger, findLids) => {
    const keys = auth.keys as SignalKeyStoreWithTransaction;
    const ahead = createWriteAhead(store);
    const repository = makeLibSignalRepository({ ...auth, keys: ahead.watching(keys) }, logger, findLids);
    const account = () => (auth.creds as { me?: { id?: string } }).me?.id ?? 'unpaired';
    const staging = async (ciphertext: Uint8Array, decrypt: () => Promise<Uint8Array>): Promise<Uint8Array> => {
      const found = parts.get(ciphertext);
      const origin = found && isConversation(found.attrs) ? found : undefined;
      const once = keys.transaction(async () => {
        const plaintext = await decrypt();
        if (origin) {
          const record: StagedRecord = { ...origin, plaintext };
          // the store takes one more kind than the client's types know
          await keys.set({ [STAGED_KIND]: { [`${origin.attrs.id}|${origin.part}`]: record } } as never);
        }
        return plaintext;
      }, account());
      return await once.catch(async (error) => {
        if (origin?.attrs.id && (await hasReceived(origin.attrs.id, origin.part))) return NOTHING;
        throw error;
      });
    };
    const { decryptMessage, decryptGroupMessage, encryptMessage, encryptGroupMessage, lidMapping } = repository;
    // begun and dropped beside a message, a session would lose what the message moved
    const { injectE2ESession, deleteSession } = repository;
    repository.injectE2ESession = (options) => keys.transaction(() => injectE2ESession(options), account());
    repository.deleteSession = (jids) => keys.transaction(() => deleteSession(jids), account());
    const storeMappings = lidMapping.storeLIDPNMappings.bind(lidMapping);
    // a person's second name and the session that moves under it, both or neither: in between, no message would find its session
    const mapped = new Set<string>();
    lidMapping.storeLIDPNMappings = async (pairs) => {
      const news = pairs.filter(({ lid, pn }) => !mapped.has(`${lid}|${pn}`));
      if (news.length === 0) return;
      await keys.transaction(async () => {
        await storeMappings(news);
        for (const { lid, pn } of news) await repository.migrateSession(pn, lid);
      }, account());
      for (const { lid, pn } of news) mapped.add(`${lid}|${pn}`);
    };
    repository.encryptMessage = (options) => ahead.stored(() => encryptMessage(options));
    repository.encryptGroupMessage = (options) => ahead.stored(() => encryptGroupMessage(options));
    repository.decryptMessage = (options) => staging(options.ciphertext, () => decryptMessage(options));
    repository.decryptGroupMessage = (options) => staging(options.msg, () => decryptGroupMessage(options));
    return repository;
  };
  return {
    makeSignalRepository,
    watch(socket) {
      socket.ws.on('frame', (node: BinaryNode | Uint8Array) => {
        if (node instanceof Uint8Array || node.tag !== 'message' || !Array.isArray(node.content)) return;
        let attrs: StanzaAttrs | null = null;
        node.content.forEach((child, part) => {
          if (child.tag !== 'enc' || !(child.content instanceof Uint8Array)) return;
          attrs ??= keptAttrs(node.attrs);
          parts.set(child.content, { attrs, part });
        });
      });
    },
  };
}

const isConversation = (attrs: StanzaAttrs): boolean =>
  attrs.from !== 'status@broadcast' && !attrs.from?.endsWith('@newsletter') && attrs.id !== undefined;
