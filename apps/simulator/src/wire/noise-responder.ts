import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { type BinaryNode, Curve, decodeBinaryNode, encodeBinaryNode, hkdf, proto } from '@whiskeysockets/baileys';
import type { NoisePki } from './certificate-chain.ts';

// padded to 32 bytes, so the protocol uses it unhashed as first hash, salt and key
const PROTOCOL = Buffer.from('Noise_XX_25519_AESGCM_SHA256\0\0\0\0');
const NOTHING = Buffer.alloc(0);
const TAG_BYTES = 16;

export type Transport = {
  /** Opens one frame. Frames must be opened in the order they came. */
  open(frame: Buffer): Promise<BinaryNode>;
  /** Seals one stanza. The result must be sent before the next is sealed. */
  seal(stanza: BinaryNode): Buffer;
};

export type Handshake = {
  /** Answers the client's hello; `header` is the WA header that came before it. */
  answerHello(header: Buffer, frame: Buffer): Buffer;
  /** Takes the client's finish: who it says it is, the static key that proves it, and the ciphers from now on. */
  finish(frame: Buffer): { payload: proto.ClientPayload; clientStatic: Buffer; transport: Transport };
};

/** The server's side of Noise XX for one connection; every method throws on bytes that do not verify. */
export function createHandshake(pki: NoisePki): Handshake {
  const ephemeral = Curve.generateKeyPair();
  let hash: Buffer = PROTOCOL;
  let salt: Buffer = PROTOCOL;
  let key: Buffer = PROTOCOL;
  let counter = 0;

  const mixHash = (bytes: Uint8Array) => {
    hash = createHash('sha256').update(hash).update(bytes).digest();
  };
  const expand = (bytes: Uint8Array): [Buffer, Buffer] => {
    const out = Buffer.from(hkdf(Buffer.from(bytes), 64, { salt, info: '' }));
    return [out.subarray(0, 32), out.subarray(32)];
  };
  const mixKey = (bytes: Uint8Array) => {
    [salt, key] = expand(bytes);
    counter = 0;
  };
  const encrypt = (plain: Uint8Array) => {
    const sealed = sealGcm(key, counter++, hash, plain);
    mixHash(sealed);
    return sealed;
  };
  const decrypt = (sealed: Uint8Array) => {
    const plain = openGcm(key, counter++, hash, sealed);
    mixHash(sealed);
    return plain;
  };

  return {
    answerHello(header, bytes) {
      const clientEphemeral = proto.HandshakeMessage.decode(bytes).clientHello?.ephemeral;
      if (!clientEphemeral) throw new Error('The first frame is not a client hello.');
      mixHash(header);
      mixHash(clientEphemeral);
      mixHash(ephemeral.public);
      mixKey(Curve.sharedKey(ephemeral.private, clientEphemeral));
      const sealedStatic = encrypt(pki.serverKey.public);
      mixKey(Curve.sharedKey(pki.serverKey.private, clientEphemeral));
      const payload = encrypt(pki.chain);
      const serverHello = { ephemeral: ephemeral.public, static: sealedStatic, payload };
      return Buffer.from(proto.HandshakeMessage.encode({ serverHello }).finish());
    },
    finish(bytes) {
      const clientFinish = proto.HandshakeMessage.decode(bytes).clientFinish;
      if (!clientFinish?.static || !clientFinish.payload) throw new Error('The second frame is not a client finish.');
      const clientStatic = decrypt(clientFinish.static);
      mixKey(Curve.sharedKey(ephemeral.private, clientStatic));
      const payload = proto.ClientPayload.decode(decrypt(clientFinish.payload));
      const [fromClient, toClient] = expand(NOTHING);
      return { payload, clientStatic, transport: createTransport(fromClient, toClient) };
    },
  };
}

function createTransport(fromClient: Buffer, toClient: Buffer): Transport {
  let received = 0;
  let sent = 0;
  return {
    open: async (bytes) => decodeBinaryNode(openGcm(fromClient, received++, NOTHING, bytes)),
    seal: (stanza) => sealGcm(toClient, sent++, NOTHING, encodeBinaryNode(stanza)),
  };
}

function nonce(counter: number): Buffer {
  const iv = Buffer.alloc(12);
  iv.writeUInt32BE(counter, 8);
  return iv;
}

function sealGcm(key: Buffer, counter: number, bound: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(counter));
  cipher.setAAD(bound);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openGcm(key: Buffer, counter: number, bound: Buffer, sealed: Uint8Array): Buffer {
  const body = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce(counter));
  decipher.setAAD(bound);
  decipher.setAuthTag(body.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(body.subarray(0, -TAG_BYTES)), decipher.final()]);
}
