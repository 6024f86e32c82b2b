import { addDevice } from '../state/device-records.ts';
import type { Account, Device } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { bytesOf, child, node, numberOf, SERVER } from '../wire/nodes.ts';
import { advertiseDevice, type PairingSecrets } from './advertise-device.ts';
import type { Connection } from './connection.ts';
import { announceDevice, type Network } from './network.ts';

/** Thrown when a phone cannot link a device; `code` is for machines. */
export class PairingError extends Error {
  override name = 'PairingError';
  readonly code: 'expired' | 'malformed' | 'no-code-waiting' | 'wrong-code' | 'bad-signature';
  constructor(code: PairingError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * The rest of a pairing once the phone knows the device's keys: pair-success, the device's signature, restart.
 * Resolves with the linked device, or with undefined when the fault "never pairs" keeps it half done.
 */
export async function completePairing(
  network: Network,
  connection: Connection,
  account: Account,
  secrets: PairingSecrets,
): Promise<Device | undefined> {
  const { registration } = connection;
  if (!registration) throw new PairingError('expired', 'This connection is not waiting for a phone.');
  for (const [reference, owner] of network.references) if (owner === connection) network.references.delete(reference);
  network.events.emit('pairing');
  if (account.faults.neverPairs) return undefined;

  const id = account.nextDeviceId++;
  network.world.saveAccount(account);
  const rawId = numberOf(network.random.bytes(4));
  const advertisement = advertiseDevice(account, id, secrets, rawId, network.now());
  const answer = await connection.ask(
    // pair-success must come first: the client looks at the first child only
    node('iq', { from: SERVER, type: 'set', id: connection.nextId(), xmlns: 'md' }, [
      node('pair-success', {}, [
        node('device-identity', {}, advertisement.sealed),
        node('biz', { name: account.name }),
        node('device', { jid: pnJid(account.number, id), lid: lidJid(account.lid, id) }),
        node('platform', { name: 'android' }),
      ]),
    ]),
  );
  const advIdentity = bytesOf(child(child(answer, 'pair-device-sign'), 'device-identity'));
  if (!advertisement.accepts(advIdentity)) {
    connection.fail({ reason: '401', location: 'cln' });
    throw new PairingError('bad-signature', 'The device did not sign with the identity it showed.');
  }
  const device = addDevice(network.store, account, {
    account: account.number,
    id,
    noiseKey: connection.clientStatic,
    registrationId: numberOf(registration.eRegid ?? new Uint8Array()),
    identity: Buffer.from(registration.eIdent ?? []),
    signedPreKey: {
      keyId: numberOf(registration.eSkeyId ?? new Uint8Array()),
      publicKey: Buffer.from(registration.eSkeyVal ?? []),
      signature: Buffer.from(registration.eSkeySig ?? []),
    },
    advIdentity,
    platform: 'Web',
    pairedAt: network.now(),
    historySent: false,
  });
  connection.registration = undefined;
  announceDevice(network, device, 'linked');
  connection.endStream({ code: '515' });
  return device;
}
