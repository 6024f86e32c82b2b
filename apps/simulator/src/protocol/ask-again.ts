import type { SignalPeer } from '../signal/signal-peer.ts';
import type { Device } from '../state/people.ts';
import { type BinaryNode, bigEndian, node, seconds } from '../wire/nodes.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';

const ASKED_AT_MOST = 4;
const asked = new WeakMap<Network, Map<string, number>>();

/**
 * A phone that could not decrypt a message asks its sender for it again, a few times at most; from the second time
 * on it adds fresh keys, so that a broken session heals.
 */
export function askAgain(network: Network, sender: Device, stanza: BinaryNode, jid: string, peer: SignalPeer): void {
  const counts = asked.get(network) ?? new Map<string, number>();
  asked.set(network, counts);
  const { id = '', to = '' } = stanza.attrs;
  const key = `${sender.account.number}/${id}/${jid}`;
  const count = (counts.get(key) ?? 0) + 1;
  if (count > ASKED_AT_MOST) return;
  counts.set(key, count);
  const t = seconds(network.now());
  const address = to.endsWith('@g.us') ? { from: to, participant: jid } : { from: jid };
  const content = [node('retry', { count, id, t, v: 1 }), node('registration', {}, bigEndian(peer.registrationId, 4))];
  if (count > 1) {
    const bundle = peer.bundleNode(jid).content as BinaryNode[];
    content.push(
      node(
        'keys',
        {},
        bundle.filter(({ tag }) => tag !== 'registration'),
      ),
    );
  }
  owe(network, sender, node('receipt', { ...address, id, t, type: 'retry' }, content));
  network.events.emit('retry', { account: sender.account.number, id, from: 'phone', count });
}
