import { randomBytes } from 'node:crypto';
import { Curve } from '@whiskeysockets/baileys';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkerHouse, until, type WorkerHouse } from '../testing/worker-house.ts';

let house: WorkerHouse;
beforeAll(async () => {
  house = await openWorkerHouse({ seed: 'certificates' });
  const { driver } = house.services;
  // another root than the one the server proves itself with
  if (driver.name === 'simulator') await house.start({}, { driver: { ...driver, root: randomBytes(32) } });
}, 30_000);
afterAll(() => house.close());

test('a server that cannot prove who it is gets no QR: the number rests and says why', async () => {
  const { id } = await house.addWorkspace();
  const channelId = await house.addChannel(id);
  await until(
    async () => (await house.channel(channelId)).state_reason === 'certificate',
    'the certificate to be refused',
    () => house.channel(channelId),
  );
  expect((await house.channel(channelId)).state).toBe('failed');
  expect((await house.channel(channelId)).state_detail).not.toHaveProperty('qr');
});

test('a signature of anything else is refused, as the client by itself would not', () => {
  const pair = Curve.generateKeyPair();
  const signature = Curve.sign(pair.private, Buffer.from('said'));
  expect(Curve.verify(pair.public, Buffer.from('said'), signature)).toBe(true);
  expect(Curve.verify(pair.public, Buffer.from('not said'), signature)).toBe(false);
  expect(Curve.verify(pair.public, Buffer.from('said'), new Uint8Array(64))).toBe(false);
});
