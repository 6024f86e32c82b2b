import type { proto } from '@whiskeysockets/baileys';
import type { Account } from '../state/people.ts';
import { lidJid } from '../wire/addresses.ts';
import { node, SERVER, seconds } from '../wire/nodes.ts';
import type { Connection } from './connection.ts';
import { announceDevice, type Network } from './network.ts';

const REFERENCES = 6;

/** Lets a client in: an unpaired one gets QR references, a paired one is known by its static key. */
export function onLogin(network: Network, connection: Connection, payload: proto.ClientPayload): void {
  if (payload.devicePairingData) offerPairing(network, connection, payload.devicePairingData);
  else admit(network, connection, payload);
}

function offerPairing(
  network: Network,
  connection: Connection,
  registration: proto.ClientPayload.IDevicePairingRegistrationData,
): void {
  connection.registration = registration;
  const references = Array.from({ length: REFERENCES }, () => `2@${network.random.bytes(80).toString('base64')}`);
  for (const reference of references) network.references.set(reference, connection);
  const refs = references.map((reference) => node('ref', {}, Buffer.from(reference)));
  connection.send(
    node('iq', { from: SERVER, type: 'set', id: connection.nextId(), xmlns: 'md' }, [node('pair-device', {}, refs)]),
  );
  network.events.emit('pairing');
}

function admit(network: Network, connection: Connection, payload: proto.ClientPayload): void {
  const account = network.world.accounts.get(String(payload.username));
  const device = account?.devices.get(Number(payload.device));
  const isKnown = device?.noiseKey.equals(connection.clientStatic) ?? false;
  const refusal = account && device && isKnown ? banOf(account) : { reason: '401', location: 'cln' };
  if (!account || !device || refusal) {
    connection.fail(refusal ?? {});
    return;
  }
  device.connection?.endStream({}, node('conflict', { type: 'replaced' }));
  device.connection = connection;
  connection.device = device;
  connection.send(
    node('success', {
      t: seconds(network.now()),
      lid: lidJid(account.lid, device.id),
      display_name: account.name,
      creation: seconds(device.pairedAt),
    }),
  );
  announceDevice(network, device, 'online');
}

/** What a banned number is told at the door; undefined when it is welcome. */
function banOf({ faults }: Account): Record<string, string> | undefined {
  if (faults.ban) return { reason: '403', location: 'prn' };
  if (faults.temporaryBan > 0)
    return { reason: '402', location: 'prn', code: '101', expire: String(faults.temporaryBan) };
  return undefined;
}
