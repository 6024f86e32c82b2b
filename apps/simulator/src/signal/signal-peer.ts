import { keepSessionsWhole } from '@recado/runtime/whole-sessions';
import { generateSignalPubKey, unpadRandomMax16 } from '@whiskeysockets/baileys';
import {
  GroupCipher,
  GroupSessionBuilder,
  SenderKeyDistributionMessage,
  SenderKeyName,
} from '@whiskeysockets/baileys/lib/Signal/Group/index.js';
import { ProtocolAddress, SessionBuilder, SessionCipher } from 'libsignal';
import { createLane } from '../state/lane.ts';
import { type BinaryNode, bigEndian, node } from '../wire/nodes.ts';
import type { PeerStorage } from './peer-storage.ts';

keepSessionsWhole(SessionCipher);

/** The keys by which a session with a linked device is begun. */
export type KeyBundle = {
  registrationId: number;
  identity: Buffer;
  signedPreKey: { keyId: number; publicKey: Buffer; signature: Buffer };
  preKey: { keyId: number; publicKey: Buffer } | undefined;
};

/** A linked device as a Signal address; always the number, however the stanza was addressed. */
export type Companion = { number: string; id: number };
export type Sealed = { type: 'pkmsg' | 'msg'; content: Buffer };

/** One simulated device that encrypts and decrypts: a customer's phone, or the account's own. */
export type SignalPeer = {
  identityPublic: Buffer;
  identityPrivate: Buffer;
  registrationId: number;
  /** Encrypts padded bytes; `bundle` is asked for only when no session exists yet. */
  encryptTo(companion: Companion, plain: Uint8Array, bundle: () => KeyBundle): Promise<Sealed>;
  /** Decrypts and unpads; throws when there is no session or the message was used before. */
  decryptFrom(companion: Companion, type: string, sealed: Buffer): Promise<Buffer>;
  /** Forgets a session, so that the next message begins a new one. */
  forget(companion: Companion): void;
  /** The public bundle a client fetches, with a one-time key of its own. */
  bundleNode(jid: string): BinaryNode;
  learnGroupKey(group: string, author: Companion, distribution: Uint8Array): Promise<void>;
  decryptGroup(group: string, author: Companion, sealed: Buffer): Promise<Buffer>;
  encryptGroup(group: string, author: Companion, plain: Uint8Array): Promise<{ distribution: Buffer; sealed: Buffer }>;
};

const DJB_TYPE = Buffer.from([5]);

const addressOf = (companion: Companion) => new ProtocolAddress(companion.number, companion.id);

function senderName(group: string, author: Companion): SenderKeyName {
  const sender = { id: author.number, deviceId: author.id, toString: () => `${author.number}.${author.id}` };
  return new SenderKeyName(group, sender);
}

/** Brings one device to life on its storage. Its work runs one job after another. */
export function createSignalPeer(storage: PeerStorage): SignalPeer {
  const { keys } = storage;
  const lane = createLane();
  return {
    identityPublic: Buffer.from(keys.identity.public),
    identityPrivate: Buffer.from(keys.identity.private),
    registrationId: keys.registrationId,
    encryptTo: (companion, plain, bundle) =>
      lane(async () => {
        const address = addressOf(companion);
        if (!storage.hasSession(address.toString())) {
          const { registrationId, identity, signedPreKey, preKey } = bundle();
          const signal = (key: Buffer) => Buffer.from(generateSignalPubKey(key));
          const session = {
            registrationId,
            identityKey: signal(identity),
            signedPreKey: { ...signedPreKey, publicKey: signal(signedPreKey.publicKey) },
            ...(preKey && { preKey: { keyId: preKey.keyId, publicKey: signal(preKey.publicKey) } }),
          };
          // a bundle without a one-time key is lawful; the vendor's type does not know it
          await new SessionBuilder(storage, address).initOutgoing(
            session as Parameters<SessionBuilder['initOutgoing']>[0],
          );
        }
        const { type, body } = await new SessionCipher(storage, address).encrypt(plain);
        return { type: type === 3 ? 'pkmsg' : 'msg', content: Buffer.from(body as unknown as Uint8Array) };
      }),
    decryptFrom: (companion, type, sealed) =>
      lane(async () => {
        const cipher = new SessionCipher(storage, addressOf(companion));
        const padded =
          type === 'pkmsg'
            ? await cipher.decryptPreKeyWhisperMessage(sealed)
            : await cipher.decryptWhisperMessage(sealed);
        return Buffer.from(unpadRandomMax16(padded));
      }),
    forget: (companion) => storage.dropSession(addressOf(companion).toString()),
    bundleNode(jid) {
      const { id, pair } = storage.makePreKey();
      const { signedPreKey } = keys;
      return node('user', { jid }, [
        node('registration', {}, bigEndian(keys.registrationId, 4)),
        node('type', {}, DJB_TYPE),
        node('identity', {}, keys.identity.public),
        node('key', {}, [node('id', {}, bigEndian(id, 3)), node('value', {}, pair.public)]),
        node('skey', {}, [
          node('id', {}, bigEndian(signedPreKey.keyId, 3)),
          node('value', {}, signedPreKey.keyPair.public),
          node('signature', {}, signedPreKey.signature),
        ]),
      ]);
    },
    learnGroupKey: (group, author, distribution) =>
      lane(() =>
        new GroupSessionBuilder(storage).process(
          senderName(group, author),
          new SenderKeyDistributionMessage(null, null, null, null, distribution),
        ),
      ),
    decryptGroup: (group, author, sealed) =>
      lane(async () =>
        Buffer.from(unpadRandomMax16(await new GroupCipher(storage, senderName(group, author)).decrypt(sealed))),
      ),
    encryptGroup: (group, author, plain) =>
      lane(async () => {
        const name = senderName(group, author);
        const distribution = await new GroupSessionBuilder(storage).create(name);
        const sealed = await new GroupCipher(storage, name).encrypt(plain);
        return { distribution: Buffer.from(distribution.serialize()), sealed: Buffer.from(sealed) };
      }),
  };
}
