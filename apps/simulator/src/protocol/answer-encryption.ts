import { saveDevice, storePreKeys } from '../state/device-records.ts';
import type { Device } from '../state/people.ts';
import { type BinaryNode, bigEndian, bytesOf, child, children, firstChild, node, numberOf } from '../wire/nodes.ts';
import type { Network } from './network.ts';
import type { IqAnswer } from './on-iq.ts';
import { bundleOf } from './seal-message.ts';

const DJB_TYPE = Buffer.from([5]);

/** Requests about keys: how many are left, more of them, a digest, a new signed key, other people's bundles. */
export function answerEncryption(network: Network, device: Device, iq: BinaryNode): IqAnswer {
  const request = firstChild(iq);
  if (request?.tag === 'count') return { content: [node('count', { value: device.preKeys.size })] };
  if (request?.tag === 'digest') return { content: [node('digest')] };
  if (request?.tag === 'key') {
    const users = children(request, 'user').map(({ attrs }) => bundleFor(network, attrs.jid ?? ''));
    return {
      content: [
        node(
          'list',
          {},
          users.filter((user) => user !== undefined),
        ),
      ],
    };
  }
  if (request?.tag === 'rotate') adoptSignedKey(network, device, child(request, 'skey'));
  else if (iq.attrs.type === 'set') {
    const uploaded = children(child(iq, 'list'), 'key').map((key): [number, Buffer] => [
      numberOf(bytesOf(child(key, 'id'))),
      bytesOf(child(key, 'value')),
    ]);
    storePreKeys(network.store, device, uploaded);
    adoptSignedKey(network, device, child(iq, 'skey'));
  }
  return {};
}

function adoptSignedKey(network: Network, device: Device, key: BinaryNode | undefined): void {
  if (!key) return;
  device.signedPreKey = {
    keyId: numberOf(bytesOf(child(key, 'id'))),
    publicKey: bytesOf(child(key, 'value')),
    signature: bytesOf(child(key, 'signature')),
  };
  saveDevice(network.store, device);
}

/** An error in one user would reject the client's whole batch, so an unknown device is left out instead. */
function bundleFor(network: Network, jid: string): BinaryNode | undefined {
  const found = network.world.resolve(jid);
  if (!found) return undefined;
  const { person, device: id } = found;
  const linked = network.world.isAccount(person) && id > 0 ? person.devices.get(id) : undefined;
  if (!linked) return person.peers[id]?.bundleNode(jid);
  const { registrationId, identity, signedPreKey, preKey } = bundleOf(network, linked);
  return node('user', { jid }, [
    node('registration', {}, bigEndian(registrationId, 4)),
    node('type', {}, DJB_TYPE),
    node('identity', {}, identity),
    ...(preKey
      ? [node('key', {}, [node('id', {}, bigEndian(preKey.keyId, 3)), node('value', {}, preKey.publicKey)])]
      : []),
    node('skey', {}, [
      node('id', {}, bigEndian(signedPreKey.keyId, 3)),
      node('value', {}, signedPreKey.publicKey),
      node('signature', {}, signedPreKey.signature),
    ]),
    node('device-identity', {}, linked.advIdentity),
  ]);
}
