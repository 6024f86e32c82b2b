import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPushEndpoint } from '@recado/core/notifications/rules';
import { afterEach, describe, expect, it } from 'vitest';
import { pushKeyOf, sealPush, webPush } from './index.ts';

const bytes = (text: string) => Buffer.from(text, 'base64url');
const privateKey = randomBytes(32).fill(1, 0, 1).toString('base64url');

/** A browser with its keys, which opens what it is sent. */
function browser() {
  const ecdh = createECDH('prime256v1');
  ecdh.generateKeys();
  const auth = randomBytes(16);
  return {
    p256dh: ecdh.getPublicKey(),
    auth,
    open(sealed: Buffer): string {
      const [salt, sender] = [sealed.subarray(0, 16), sealed.subarray(21, 21 + (sealed[20] ?? 0))];
      const derive = (secret: Buffer, by: Buffer, info: Buffer, size: number) =>
        Buffer.from(hkdfSync('sha256', secret, by, info, size));
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), sender]);
      const material = derive(ecdh.computeSecret(sender), auth, info, 32);
      const key = derive(material, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
      const nonce = derive(material, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
      const content = sealed.subarray(21 + sender.length);
      const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(content.subarray(-16));
      const plain = Buffer.concat([decipher.update(content.subarray(0, -16)), decipher.final()]);
      expect(plain.at(-1)).toBe(2);
      return plain.subarray(0, -1).toString('utf8');
    },
  };
}

let close: (() => void) | undefined;
afterEach(() => close?.());

/** A push service on this machine (RFC 8030), which keeps what it gets and answers as it is told. */
async function pushService(status = 201) {
  const got: { headers: IncomingHttpHeaders; body: Buffer }[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(parts) });
    response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('who it is');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  close = () => server.close();
  return { got, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
const message = (origin: string, to: { p256dh: Buffer; auth: Buffer }) => ({
  ...{ endpoint: `${origin}/push/1`, p256dh: to.p256dh, auth: to.auth, text: 'Marta: ¿tenéis hueco?' },
  ...{ ttlSeconds: 3600, urgency: 'high' as const, topic: 'conversation-1' },
});

describe('a push', () => {
  it('is sealed as the example of RFC 8291', () => {
    const sealed = sealPush(
      'When I grow up, I want to be a watermelon',
      {
        p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
        auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
      },
      {
        salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
        privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
      },
    );
    expect(sealed.toString('base64url')).toBe(
      'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
    );
  });
  it('reaches a push service with how long and how urgent it is, says who sent it, and is read by its browser alone', async () => {
    const service = await pushService();
    const own = browser();
    const push = webPush({ privateKey, subject: 'mailto:hola@recado.example', localOrigin: service.origin });
    expect(await push.send(message(service.origin, own))).toBe('sent');
    const [told] = service.got;
    expect(told?.headers).toMatchObject({ ttl: '3600', urgency: 'high', 'content-encoding': 'aes128gcm' });
    expect(told?.headers.topic).toMatch(/^[\w-]{1,32}$/);
    expect(JSON.stringify(told?.headers) + told?.body.toString('latin1')).not.toMatch(/Marta|conversation-1/);
    expect(own.open(told?.body as Buffer)).toBe('Marta: ¿tenéis hueco?');
    expect(() => browser().open(told?.body as Buffer)).toThrow();
    const [, token = '', key = ''] = /^vapid t=([^,]+), k=(.+)$/.exec(told?.headers.authorization ?? '') ?? [];
    expect(key).toBe(pushKeyOf(privateKey));
    const [head, claims = '', signature = ''] = token.split('.');
    const point = bytes(key);
    const jwk = {
      kty: 'EC',
      crv: 'P-256',
      x: point.subarray(1, 33).toString('base64url'),
      y: point.subarray(33).toString('base64url'),
    };
    const checker = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' as const };
    expect(verify('sha256', Buffer.from(`${head}.${claims}`), checker, bytes(signature))).toBe(true);
    expect(JSON.parse(bytes(claims).toString())).toMatchObject({
      aud: service.origin,
      sub: 'mailto:hola@recado.example',
    });
  });
  it.each([
    [404, 'gone'],
    [410, 'gone'],
    [413, 'refused'],
  ])('answered %i is %s', async (status, outcome) => {
    const { origin } = await pushService(status);
    const push = webPush({ privateKey, subject: 'mailto:a@b.example', localOrigin: origin });
    expect(await push.send(message(origin, browser()))).toBe(outcome);
  });
  it.each([429, 500, 302])('answered %i is tried again', async (status) => {
    const { origin } = await pushService(status);
    const push = webPush({ privateKey, subject: 'mailto:a@b.example', localOrigin: origin });
    await expect(push.send(message(origin, browser()))).rejects.toThrow();
  });
  it('goes to push services only, whatever somebody wrote into a subscription', async () => {
    const { got, origin } = await pushService();
    const push = webPush({ privateKey, subject: 'mailto:a@b.example' });
    expect(await push.send(message(origin, browser()))).toBe('gone');
    expect(got).toEqual([]);
    const judged = (endpoint: string) => isPushEndpoint(endpoint, undefined);
    expect(
      [
        'https://fcm.googleapis.com/fcm/send/abc',
        'https://updates.push.services.mozilla.com/wpush/v2/abc',
        'https://web.push.apple.com/abc',
        'https://wns2-db5p.notify.windows.com/w/?token=abc',
      ].filter((each) => !judged(each)),
    ).toEqual([]);
    expect(
      [
        'http://fcm.googleapis.com/x',
        'https://fcm.googleapis.com.evil.example/x',
        'https://evil-notify.windows.com.example/x',
        'https://xnotify.windows.com/x',
        'https://fcm.googleapis.com:8443/x',
        'https://user:pass@fcm.googleapis.com/x',
        'https://127.0.0.1/x',
        'https://169.254.169.254/latest',
        'file:///etc/passwd',
        'nonsense',
      ].filter(judged),
    ).toEqual([]);
  });
});
