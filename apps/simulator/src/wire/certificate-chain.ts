import { Curve, type KeyPair, proto } from '@whiskeysockets/baileys';

/** The simulator's own root and the server key it vouches for. `chain` is what the handshake sends. */
export type NoisePki = { rootPublic: Buffer; serverKey: KeyPair; chain: Buffer };

const YEAR_SECONDS = 31_536_000;

/** Makes a root, an intermediate and a server key. The client wants issuer serial 0 on the intermediate. */
export function createPki(nowSeconds: number): NoisePki {
  const root = Curve.generateKeyPair();
  const intermediate = Curve.generateKeyPair();
  const serverKey = Curve.generateKeyPair();
  const details = (serial: number, issuerSerial: number, key: Uint8Array) =>
    proto.CertChain.NoiseCertificate.Details.encode({
      serial,
      issuerSerial,
      key,
      notBefore: nowSeconds - 3600,
      notAfter: nowSeconds + 10 * YEAR_SECONDS,
    }).finish();
  const intermediateDetails = details(1, 0, intermediate.public);
  const leafDetails = details(2, 1, serverKey.public);
  const chain = proto.CertChain.encode({
    intermediate: { details: intermediateDetails, signature: Curve.sign(root.private, intermediateDetails) },
    leaf: { details: leafDetails, signature: Curve.sign(intermediate.private, leafDetails) },
  }).finish();
  return { rootPublic: Buffer.from(root.public), serverKey, chain: Buffer.from(chain) };
}
