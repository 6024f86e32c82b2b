import { createCipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { mediaUrl } from './fetch-media.ts';
import { createMediaOpener } from './media-crypto.ts';
import { settleMime } from './sniff-media.ts';

const whatsapp = { name: 'whatsapp' } as const;
const simulator = { name: 'simulator', url: 'ws://127.0.0.1:4000/ws/chat', root: Buffer.alloc(32) } as const;

describe('where a file may be fetched', () => {
  it.each([
    ['https://mmg.whatsapp.net/x?a=1', null, 'https://mmg.whatsapp.net/x?a=1'],
    ['https://media-mad1-1.cdn.whatsapp.net/x', null, 'https://media-mad1-1.cdn.whatsapp.net/x'],
    ['https://evil.example/x', '/v/x', 'https://mmg.whatsapp.net/v/x'],
    [null, '/v/x', 'https://mmg.whatsapp.net/v/x'],
  ])('%s %s', (url, directPath, expected) => {
    expect(mediaUrl({ url, directPath }, whatsapp).href).toBe(expected);
  });

  it.each([
    'http://mmg.whatsapp.net/x',
    'https://evil.example/x',
    'https://evilwhatsapp.net/x',
    'https://mmg.whatsapp.net.evil.example/x',
    'https://mmg.whatsapp.net:8443/x',
    'http://127.0.0.1:5432/x',
    'file:///etc/passwd',
    'http://169.254.169.254/latest',
  ])('refuses %s', (url) => {
    expect(() => mediaUrl({ url, directPath: null }, whatsapp)).toThrow('foreign_host');
  });

  it('a simulated number reaches the simulator only', () => {
    expect(mediaUrl({ url: 'http://127.0.0.1:4000/m', directPath: null }, simulator).href).toBe(
      'http://127.0.0.1:4000/m',
    );
    expect(() => mediaUrl({ url: 'http://127.0.0.1:5432/m', directPath: null }, simulator)).toThrow('foreign_host');
    expect(() => mediaUrl({ url: 'https://mmg.whatsapp.net/m', directPath: null }, simulator)).toThrow('foreign_host');
  });

  it('a direct path cannot leave its host', () => {
    expect(mediaUrl({ url: null, directPath: '//evil.example/x' }, whatsapp).hostname).toBe('mmg.whatsapp.net');
  });
});

describe('opening a file', () => {
  const mediaKey = randomBytes(32);
  const plain = randomBytes(100_001);
  const sealed = () => {
    const keys = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), 'WhatsApp Image Keys', 112));
    const cipher = createCipheriv('aes-256-cbc', keys.subarray(16, 48), keys.subarray(0, 16));
    const body = Buffer.concat([cipher.update(plain), cipher.final()]);
    const tag = createHmac('sha256', keys.subarray(48, 80)).update(keys.subarray(0, 16)).update(body).digest();
    return Buffer.concat([body, tag.subarray(0, 10)]);
  };
  const openAll = async (bytes: Buffer, sha256: Buffer | null, limit = 1_000_000) => {
    const opener = createMediaOpener({ kind: 'image', mediaKey, sha256, limit });
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 777) pieces.push(bytes.subarray(at, at + 777));
    return {
      bytes: await buffer(
        Readable.from(pieces)
          .pipe(opener)
          .on('error', () => {}),
      ),
      opened: opener.opened(),
    };
  };
  const digest = createHash('sha256').update(plain).digest();

  it('gives the bytes, their digest and their beginning', async () => {
    const { bytes, opened } = await openAll(sealed(), digest);
    expect(bytes.equals(plain)).toBe(true);
    expect(opened).toEqual({ sha256: digest, bytes: plain.length, head: plain.subarray(0, 64) });
  });

  it('refuses a changed byte, another digest, a cut file and one that is too large', async () => {
    const changed = sealed();
    changed[5000] = (changed[5000] as number) ^ 1;
    await expect(openAll(changed, digest)).rejects.toThrow('damaged');
    await expect(openAll(sealed(), Buffer.alloc(32))).rejects.toThrow('digest_differs');
    await expect(openAll(sealed().subarray(0, 50_000), digest)).rejects.toThrow('damaged');
    await expect(openAll(sealed(), digest, 50_000)).rejects.toThrow('too_large');
  });
});

it.each([
  ['image', 'image/jpeg', 'ffd8ffe0', 'image/jpeg'],
  ['image', 'image/jpeg', '4d5a9000', null],
  ['image', 'image/png', '3c737667', null],
  ['voice', 'audio/ogg; codecs=opus', '4f676753', 'audio/ogg; codecs=opus'],
  ['video', 'video/mp4', '00000018667479706d703432', 'video/mp4'],
  ['document', 'application/pdf', '255044462d', 'application/pdf'],
  ['document', 'application/pdf', '4d5a9000', 'application/octet-stream'],
  ['document', 'text/html', '3c68746d6c', 'application/octet-stream'],
  ['document', 'image/svg+xml', '3c737667', 'application/octet-stream'],
] as const)('%s that claims %s and begins with %s is kept as %s', (kind, claimed, head, kept) => {
  expect(settleMime(kind, claimed, Buffer.from(head, 'hex'))).toBe(kept);
});
