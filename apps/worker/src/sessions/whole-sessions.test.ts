import { keepSessionsWhole } from '@recado/runtime/whole-sessions';
import '@recado/runtime/silence-console';
import { Curve, generateSignalPubKey, type KeyPair, signedKeyPair } from '@whiskeysockets/baileys';
import { ProtocolAddress, SessionBuilder, SessionCipher, SessionRecord } from 'libsignal';
import { expect, it } from 'vitest';

keepSessionsWhole(SessionCipher);

const pairOf = (pair: KeyPair) => ({
  privKey: Buffer.from(pair.private),
  pubKey: Buffer.from(generateSignalPubKey(pair.public)),
});

type Sealed = { type: number; body: Buffer };
type Device = {
  address: ProtocolAddress;
  bundle(): Parameters<SessionBuilder['initOutgoing']>[0];
  begin(other: Device): Promise<void>;
  seal(other: Device, text: string): Promise<Sealed>;
  open(other: Device, sealed: Sealed): Promise<string>;
};

/** One side of a conversation, with its keys in memory. */
function device(name: string): Device {
  const identity = Curve.generateKeyPair();
  const signed = signedKeyPair(identity, 1);
  const preKeys = new Map<number, KeyPair>();
  const records = new Map<string, unknown>();
  const storage = {
    loadSession: async (id: string) =>
      records.has(id) ? SessionRecord.deserialize(records.get(id) as never) : undefined,
    storeSession: async (id: string, record: SessionRecord) => void records.set(id, record.serialize()),
    isTrustedIdentity: () => true,
    loadPreKey: async (id: number) => pairOf(preKeys.get(Number(id)) as KeyPair),
    removePreKey: async (id: number) => void preKeys.delete(Number(id)),
    loadSignedPreKey: () => pairOf(signed.keyPair),
    getOurRegistrationId: () => 7,
    getOurIdentity: () => pairOf(identity),
  } as never;
  return {
    address: new ProtocolAddress(name, 0),
    bundle() {
      const preKey = Curve.generateKeyPair();
      const keyId = preKeys.size + 10;
      preKeys.set(keyId, preKey);
      return {
        registrationId: 7,
        identityKey: pairOf(identity).pubKey,
        signedPreKey: { keyId: 1, publicKey: pairOf(signed.keyPair).pubKey, signature: Buffer.from(signed.signature) },
        preKey: { keyId, publicKey: pairOf(preKey).pubKey },
      };
    },
    begin: (other: Device) => new SessionBuilder(storage, other.address).initOutgoing(other.bundle()),
    async seal(other: Device, text: string) {
      const { type, body } = await new SessionCipher(storage, other.address).encrypt(Buffer.from(text));
      return { type, body: Buffer.from(body as unknown as string, 'binary') };
    },
    async open(other: Device, sealed: Sealed) {
      const cipher = new SessionCipher(storage, other.address);
      const plain =
        sealed.type === 3 ? cipher.decryptPreKeyWhisperMessage(sealed.body) : cipher.decryptWhisperMessage(sealed.body);
      return (await plain).toString();
    },
  };
}

it('a late message of an older session leaves the newer one usable, both ways', async () => {
  const us = device('us');
  const customer = device('customer');
  await customer.begin(us);
  expect(await us.open(customer, await customer.seal(us, 'hola'))).toBe('hola');
  expect(await customer.open(us, await us.seal(customer, 'buenas'))).toBe('buenas');
  const late = await customer.seal(us, 'escrito antes');

  // a new session, as when the list of devices is asked for again
  await us.begin(customer);
  expect(await customer.open(us, await us.seal(customer, 'bajo la nueva'))).toBe('bajo la nueva');
  expect(await us.open(customer, await customer.seal(us, 'también'))).toBe('también');

  expect(await us.open(customer, late)).toBe('escrito antes');
  expect(await customer.open(us, await us.seal(customer, 'sigo aquí'))).toBe('sigo aquí');
  expect(await us.open(customer, await customer.seal(us, 'y yo'))).toBe('y yo');
});
