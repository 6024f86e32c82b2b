import {
  addTransactionCapability,
  Curve,
  generateSignalPubKey,
  initAuthCreds,
  type SignalDataSet,
  type SignalKeyStore,
  signedKeyPair,
} from '@whiskeysockets/baileys';
import pino from 'pino';
import { expect, it } from 'vitest';
import { createStaging } from './stage-plaintext.ts';

const silent = pino({ level: 'silent' }) as never;

function openRepository() {
  const kept: Record<string, Record<string, unknown>> = {};
  const writes: SignalDataSet[] = [];
  const store: SignalKeyStore = {
    get: async (kind, ids) =>
      Object.fromEntries(ids.map((id) => [id, kept[kind]?.[id]]).filter(([, value]) => value)) as never,
    async set(data) {
      writes.push(data);
      for (const [kind, values] of Object.entries(data)) kept[kind] = { ...kept[kind], ...values };
    },
  };
  const keys = addTransactionCapability(store, silent, { maxCommitRetries: 1, delayBetweenTriesMs: 0 });
  const { makeSignalRepository } = createStaging(store, async () => false);
  const repository = makeSignalRepository({ creds: initAuthCreds(), keys }, silent, async () => undefined);
  return { repository, store, writes };
}

it('a person whose second name becomes known keeps the session: name and session move by one write', async () => {
  const { repository, store, writes } = openRepository();
  const pair = { pn: '34611000001@s.whatsapp.net', lid: '99110000001@lid' };
  const identity = Curve.generateKeyPair();
  const signed = signedKeyPair(identity, 1);
  const session = {
    registrationId: 1,
    identityKey: generateSignalPubKey(identity.public),
    signedPreKey: { keyId: 1, publicKey: generateSignalPubKey(signed.keyPair.public), signature: signed.signature },
    preKey: { keyId: 2, publicKey: generateSignalPubKey(Curve.generateKeyPair().public) },
  };
  await store.set({ 'device-list': { '34611000001': ['0'] } });
  await repository.injectE2ESession({ jid: pair.pn, session: session as never });
  writes.length = 0;

  await repository.lidMapping.storeLIDPNMappings([pair]);
  expect(writes).toHaveLength(1);
  expect(writes[0]?.['lid-mapping']).toEqual({ '34611000001': '99110000001', '99110000001_reverse': '34611000001' });
  expect(writes[0]?.session).toEqual({ '34611000001.0': null, '99110000001_1.0': expect.anything() });

  await repository.lidMapping.storeLIDPNMappings([pair]);
  expect(writes).toHaveLength(1);
});
