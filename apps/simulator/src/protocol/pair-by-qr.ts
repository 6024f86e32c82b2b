import type { Account, Device } from '../state/people.ts';
import { completePairing, PairingError } from './complete-pairing.ts';
import type { Network } from './network.ts';

const KEY_BYTES = 32;

/** The parts of a QR text; older clients show it without the address in front. */
export function parseQr(text: string): { reference: string; deviceIdentity: Buffer; advSecret: Buffer } {
  const parts = text
    .trim()
    .slice(text.trim().indexOf('#') + 1)
    .split(',');
  const [reference = '', , identity = '', secret = ''] = parts;
  const deviceIdentity = Buffer.from(identity, 'base64');
  const advSecret = Buffer.from(secret, 'base64');
  if (!reference || deviceIdentity.length !== KEY_BYTES || advSecret.length !== KEY_BYTES) {
    throw new PairingError('malformed', 'This is not the text of a WhatsApp QR code.');
  }
  return { reference, deviceIdentity, advSecret };
}

/** The phone of an account scans a QR. Throws PairingError when the code is not a live one. */
export async function pairByQr(network: Network, account: Account, text: string): Promise<Device | undefined> {
  const { reference, ...secrets } = parseQr(text);
  const connection = network.references.get(reference);
  if (!connection) throw new PairingError('expired', 'The code has expired or was already scanned.');
  return completePairing(network, connection, account, secrets);
}
