import { createCipheriv, createDecipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Curve, hkdf, type KeyPair } from '@whiskeysockets/baileys';
import type { Account, Device } from '../state/people.ts';
import { type BinaryNode, bytesOf, child, node, SERVER, seconds } from '../wire/nodes.ts';
import { completePairing, PairingError } from './complete-pairing.ts';
import type { Connection } from './connection.ts';
import type { Network } from './network.ts';

/** A client that asked to be linked by an eight-character code. */
export type CodePairing = {
  number: string;
  reference: Buffer;
  wrappedEphemeral: Buffer;
  finished: ((stanza: BinaryNode) => void) | undefined;
};

const ITERATIONS = 131_072;
const deriveKey = promisify(pbkdf2);
const FINISH_LIMIT_MS = 20_000;

/** Notes that a client waits for a phone to type its code; returns what the server answers. */
export function onCompanionHello(network: Network, connection: Connection, hello: BinaryNode): BinaryNode {
  const reference = network.random.bytes(16);
  connection.code = {
    number: (hello.attrs.jid ?? '').split(/[@:]/)[0] ?? '',
    reference,
    wrappedEphemeral: bytesOf(child(hello, 'link_code_pairing_wrapped_companion_ephemeral_pub')),
    finished: undefined,
  };
  network.events.emit('pairing');
  return node('link_code_companion_reg', { stage: 'companion_hello' }, [node('link_code_pairing_ref', {}, reference)]);
}

/** The phone of an account types a code. Throws PairingError when no client waits for it or it is wrong. */
export async function pairByCode(network: Network, account: Account, typed: string): Promise<Device | undefined> {
  const code = typed.replace(/[\s-]/g, '').toUpperCase();
  const connection = [...network.connections].find(({ code: waiting }) => waiting?.number === account.number);
  const pairing = connection?.code;
  if (!connection || !pairing) throw new PairingError('no-code-waiting', 'No app waits for a code for this number.');

  const phone = account.peers[0];
  if (!phone) throw new Error('An account has a phone.');
  const companionEphemeral = await unwrap(code, pairing.wrappedEphemeral);
  const ephemeral = Curve.generateKeyPair();
  const finish = nextFinish(network, pairing);
  connection.send(
    node(
      'notification',
      { from: SERVER, id: connection.nextId(), type: 'link_code_companion_reg', t: seconds(network.now()) },
      [
        node('link_code_companion_reg', { stage: 'primary_hello' }, [
          node('link_code_pairing_wrapped_primary_ephemeral_pub', {}, await wrap(code, ephemeral)),
          node('primary_identity_pub', {}, phone.identityPublic),
          node('link_code_pairing_ref', {}, pairing.reference),
        ]),
      ],
    ),
  );
  const shared = Curve.sharedKey(ephemeral.private, companionEphemeral);
  const bundle = openBundle(bytesOf(child(await finish, 'link_code_pairing_wrapped_key_bundle')), shared);
  const deviceIdentity = bundle.subarray(0, 32);
  const identities = Curve.sharedKey(phone.identityPrivate, deviceIdentity);
  const material = Buffer.concat([shared, identities, bundle.subarray(64, 96)]);
  const advSecret = Buffer.from(hkdf(material, 32, { info: 'adv_secret' }));
  connection.code = undefined;
  return completePairing(network, connection, account, { deviceIdentity, advSecret });
}

function nextFinish(network: Network, pairing: CodePairing): Promise<BinaryNode> {
  return new Promise((resolve, reject) => {
    pairing.finished = resolve;
    network.later(FINISH_LIMIT_MS, () => reject(new PairingError('wrong-code', 'The app did not accept the code.')));
  });
}

// 32 bytes salt, 16 bytes iv, then the key under the code
async function unwrap(code: string, wrapped: Buffer): Promise<Buffer> {
  const key = await deriveKey(code, wrapped.subarray(0, 32), ITERATIONS, 32, 'sha256');
  const cipher = createDecipheriv('aes-256-ctr', key, wrapped.subarray(32, 48));
  return Buffer.concat([cipher.update(wrapped.subarray(48, 80)), cipher.final()]);
}

async function wrap(code: string, pair: KeyPair): Promise<Buffer> {
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-ctr', await deriveKey(code, salt, ITERATIONS, 32, 'sha256'), iv);
  return Buffer.concat([salt, iv, cipher.update(pair.public), cipher.final()]);
}

// 32 bytes salt, 12 bytes iv, then both identities and a random part; a wrong code shows here
function openBundle(wrapped: Buffer, shared: Uint8Array): Buffer {
  const info = 'link_code_pairing_key_bundle_encryption_key';
  const key = Buffer.from(hkdf(Buffer.from(shared), 32, { salt: wrapped.subarray(0, 32), info }));
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(32, 44));
    decipher.setAuthTag(wrapped.subarray(-16));
    return Buffer.concat([decipher.update(wrapped.subarray(44, -16)), decipher.final()]);
  } catch {
    throw new PairingError('wrong-code', 'The code is not the one the app shows.');
  }
}
