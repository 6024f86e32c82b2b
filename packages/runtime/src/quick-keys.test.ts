import crypto, { createCipheriv, createDecipheriv, createHmac, createSecretKey } from 'node:crypto';
import { expect, test } from 'vitest';
import './quick-keys.ts';

const key = Buffer.alloc(32, 3);
const nonce = Buffer.alloc(12, 5);

test('digests and ciphers are those of the key as bytes, as a key object and as another view', () => {
  const digests = [key, createSecretKey(key), new Uint8Array(key)].map((each) =>
    createHmac('sha256', each).update('hola').digest('hex'),
  );
  expect(new Set(digests).size).toBe(1);
  // RFC 4231, test case 2
  expect(createHmac('sha256', 'Jefe').update('what do ya want for nothing?').digest('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update('hola'), cipher.final()]);
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(key), nonce);
  decipher.setAuthTag(cipher.getAuthTag());
  expect(Buffer.concat([decipher.update(sealed), decipher.final()]).toString()).toBe('hola');
});

test('a key of no bytes and a key of the wrong size are treated as before', () => {
  expect(createHmac('sha256', Buffer.alloc(0)).update('hola').digest('hex')).toBe(
    createHmac('sha256', '').update('hola').digest('hex'),
  );
  expect(() => createCipheriv('aes-256-gcm', Buffer.alloc(5), nonce)).toThrow(/key length/i);
});

test('who imports the functions by name and who reaches them through the module get the same', () => {
  expect(crypto.createHmac).toBe(createHmac);
  expect(crypto.createCipheriv).toBe(createCipheriv);
});
