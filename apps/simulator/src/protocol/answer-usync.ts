import type { Person } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { type BinaryNode, bytesOf, child, children, firstChild, node } from '../wire/nodes.ts';
import type { Network } from './network.ts';

/** Answers who people are: their devices, their hidden id, whether a number is on WhatsApp. */
export function answerUsync(network: Network, iq: BinaryNode): BinaryNode {
  const usync = firstChild(iq);
  const query = child(usync, 'query');
  const asked = Array.isArray(query?.content) ? query.content.map(({ tag }) => tag) : [];
  const users = children(child(usync, 'list'), 'user').map((user) => describe(network, user, asked));
  const { sid, mode, context } = usync?.attrs ?? {};
  return node('usync', { sid, index: 0, last: 'true', mode, context }, [node('result'), node('list', {}, users)]);
}

function describe(network: Network, user: BinaryNode, asked: string[]): BinaryNode {
  const contact = child(user, 'contact');
  const typed = contact && bytesOf(contact).toString().replace(/\D/g, '');
  const jid = user.attrs.jid ?? pnJid(typed ?? '');
  const person = network.world.resolve(jid)?.person;
  const isReachable = person !== undefined && network.world.customers.get(person.number)?.onWhatsApp !== false;
  const answers: Record<string, BinaryNode | undefined> = {
    devices: person && isReachable ? devicesOf(network, person) : undefined,
    lid: person && isReachable ? node('lid', { val: lidJid(person.lid) }) : undefined,
    contact: node('contact', { type: isReachable ? 'in' : 'out' }),
  };
  return node(
    'user',
    { jid },
    asked.map((protocol) => answers[protocol]).filter((answer) => answer !== undefined),
  );
}

function devicesOf(network: Network, person: Person): BinaryNode {
  const linked = network.world.isAccount(person)
    ? [...person.devices.keys()]
    : person.peers.map((_, device) => device).slice(1);
  // a linked device without a key index is ignored by the client
  const list = linked.map((id) => node('device', { id, 'key-index': id }));
  return node('devices', {}, [node('device-list', {}, [node('device', { id: 0 }), ...list])]);
}
