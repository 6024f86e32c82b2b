import { createCipheriv, createECDH, createHmac, createPrivateKey, hkdfSync, randomBytes, sign } from 'node:crypto';
import type { PushPort } from '@recado/core/kernel';
import { isPushEndpoint } from '@recado/core/notifications/rules';

/** How long a push service may take to accept a message. */
const PATIENCE_MS = 10_000;
/** Push services take no more (RFC 8030), the record's own bytes included. */
const LARGEST = 4096;
const TOKEN_HOURS = 12;

type Receiver = { p256dh: Uint8Array; auth: Uint8Array };

/** Seals a message for one browser, as RFC 8291 says: one record of aes128gcm. Salt and key are fresh; tests give their own. */
export function sealPush(
  text: string,
  { p256dh, auth }: Receiver,
  own: { salt: Buffer; privateKey?: Buffer } = { salt: randomBytes(16) },
): Buffer {
  const ecdh = createECDH('prime256v1');
  if (own.privateKey) ecdh.setPrivateKey(own.privateKey);
  else ecdh.generateKeys();
  const publicKey = ecdh.getPublicKey();
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), p256dh, publicKey]);
  const material = derive(ecdh.computeSecret(p256dh), auth, info, 32);
  const key = derive(material, own.salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(material, own.salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const cipher = createCipheriv('aes-128-gcm', key, nonce);
  const size = Buffer.alloc(5);
  size.writeUInt32BE(LARGEST);
  size[4] = publicKey.length;
  // two is the end of the last record
  const content = [cipher.update(text, 'utf8'), cipher.update(Buffer.of(2)), cipher.final(), cipher.getAuthTag()];
  const sealed = Buffer.concat([own.salt, size, publicKey, ...content]);
  if (sealed.length > LARGEST) throw new Error('this is more than a push may carry');
  return sealed;
}

const derive = (secret: Uint8Array, salt: Uint8Array, info: Uint8Array, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, info, bytes));

/** The public half of a VAPID key, which browsers subscribe with; the private one is 32 bytes in base64url. */
export function pushKeyOf(privateKey: string): string {
  const ecdh = createECDH('prime256v1');
  ecdh.setPrivateKey(Buffer.from(privateKey, 'base64url'));
  return ecdh.getPublicKey('base64url');
}

/** Who we are, signed for one push service (RFC 8292). */
function tokenFor(audience: string, privateKey: string, subject: string, now: Date): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const expires = Math.floor(now.getTime() / 1000) + TOKEN_HOURS * 3600;
  const text = `${part({ typ: 'JWT', alg: 'ES256' })}.${part({ aud: audience, exp: expires, sub: subject })}`;
  const point = Buffer.from(pushKeyOf(privateKey), 'base64url');
  const key = createPrivateKey({
    format: 'jwk',
    key: {
      ...{ kty: 'EC', crv: 'P-256', d: privateKey },
      ...{ x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') },
    },
  });
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

/**
 * Tells browsers through their makers' push services (RFC 8030). Sends to those services and nowhere else, follows no redirect, and says nothing
 * of what is told: it is sealed for the browser. Throws when another try may help; answers `gone` when nobody is there any more.
 */
export function webPush(options: {
  privateKey: string;
  /** Whom a push service may write to: a mailto: or https: address. */
  subject: string;
  /** Another origin that may be sent to, on one machine. */
  localOrigin?: string | undefined;
  now?: () => Date;
}): PushPort {
  const { privateKey, subject, localOrigin, now = () => new Date() } = options;
  return {
    async send({ endpoint, p256dh, auth, text, ttlSeconds, urgency, topic }) {
      if (!isPushEndpoint(endpoint, localOrigin)) return 'gone';
      const token = tokenFor(new URL(endpoint).origin, privateKey, subject, now());
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: {
          authorization: `vapid t=${token}, k=${pushKeyOf(privateKey)}`,
          'content-encoding': 'aes128gcm',
          'content-type': 'application/octet-stream',
          ttl: String(ttlSeconds),
          urgency,
          // 32 signs of base64url at most, and nothing that a push service could learn from
          topic: createHmac('sha256', Buffer.from(auth)).update(topic).digest('base64url').slice(0, 32),
        },
        body: new Uint8Array(sealPush(text, { p256dh, auth })),
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      await answer.body?.cancel();
      if (answer.status === 404 || answer.status === 410) return 'gone';
      if (answer.ok) return 'sent';
      // what is wrong with the message itself is wrong at the next try too
      if (answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status)) return 'refused';
      throw new Error(`the push service answered ${answer.status}`);
    },
  };
}
