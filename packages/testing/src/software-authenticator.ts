import { createHash, createPrivateKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const sha256 = (of: string | Uint8Array) => createHash('sha256').update(of).digest();
const base64 = (of: Uint8Array) => Buffer.from(of).toString('base64url');
const UP = 0x01;
const UV = 0x04;
const ATTESTED = 0x40;

/** CBOR of what WebAuthn needs: small integers, texts, bytes, and maps of them. */
function cbor(value: number | string | Uint8Array | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === 'number') return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === 'string') return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)]);
  if (value instanceof Uint8Array) return Buffer.concat([head(2, value.length), value]);
  return Buffer.concat([head(5, value.size), ...[...value].flat().map((each) => cbor(each as number))]);
}

/** What an authenticator does otherwise than it was asked to. */
export type Deviation = { origin?: string; rpId?: string; challenge?: string; isUnverified?: boolean; count?: number };

/** An authenticator without hardware: one ES256 key, answers as a browser at `origin` would write them. */
export function softwareAuthenticator(origin: string) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = publicKey.export({ format: 'jwk' });
  const credentialId = randomBytes(32);
  const key = createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' }));
  let count = 1;

  const clientData = (type: string, challenge: string, how: Deviation) =>
    Buffer.from(JSON.stringify({ type, challenge: how.challenge ?? challenge, origin: how.origin ?? origin }));
  const authData = (rpId: string, flags: number, how: Deviation) => {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(how.count ?? count++);
    const said = how.isUnverified ? flags & ~UV : flags;
    return Buffer.concat([sha256(how.rpId ?? rpId), Buffer.from([said]), counter]);
  };
  const answer = (response: Record<string, string | string[]>) => ({
    ...{ id: base64(credentialId), rawId: base64(credentialId), type: 'public-key' as const },
    ...{ response: response as Record<string, string> & { clientDataJSON: string }, clientExtensionResults: {} },
  });
  return {
    make(options: { challenge: string; rp: { id?: string } }, how: Deviation = {}) {
      const cose = new Map<number, number | Buffer>([
        ...([[1, 2] as const, [3, -7] as const, [-1, 1] as const] as [number, number][]),
        [-2, Buffer.from(jwk.x as string, 'base64url')],
        [-3, Buffer.from(jwk.y as string, 'base64url')],
      ]);
      const data = Buffer.concat([
        authData(options.rp.id ?? '', UP | UV | ATTESTED, how),
        ...[Buffer.alloc(16), Buffer.from([0, credentialId.length]), credentialId, cbor(cose)],
      ]);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', data],
      ]);
      return answer({
        clientDataJSON: base64(clientData('webauthn.create', options.challenge, how)),
        attestationObject: base64(cbor(attestation)),
        transports: ['internal'],
      });
    },
    assert(options: { challenge: string; rpId?: string }, how: Deviation = {}) {
      const client = clientData('webauthn.get', options.challenge, how);
      const data = authData(options.rpId ?? '', UP | UV, how);
      return answer({
        clientDataJSON: base64(client),
        authenticatorData: base64(data),
        signature: base64(sign('sha256', Buffer.concat([data, sha256(client)]), key)),
      });
    },
  };
}
