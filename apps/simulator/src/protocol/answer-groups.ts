import type { Device, Group } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { type BinaryNode, children, firstChild, node, seconds } from '../wire/nodes.ts';
import type { Network } from './network.ts';
import type { IqAnswer } from './on-iq.ts';

/** Group requests: the list, one group's members, a new group. Changes to a group are not simulated. */
export function answerGroups(network: Network, device: Device, iq: BinaryNode): IqAnswer {
  const request = firstChild(iq);
  if (request?.tag === 'participating') {
    const own = [...network.world.groups.values()].filter(({ members }) => members.includes(device.account.number));
    return {
      content: [
        node(
          'groups',
          {},
          own.map((group) => groupNode(network, group)),
        ),
      ],
    };
  }
  if (request?.tag === 'create') {
    const invited = children(request, 'participant').map(
      ({ attrs }) => network.world.resolve(attrs.jid)?.person.number,
    );
    const group = createGroup(
      network,
      request.attrs.subject ?? '',
      device.account.number,
      invited.filter((member) => member !== undefined),
    );
    return { content: [groupNode(network, group)] };
  }
  const group = network.world.groups.get(iq.attrs.to ?? '');
  return group ? { content: [groupNode(network, group)] } : { error: 404 };
}

/** Makes a group of the creator and others. */
export function createGroup(
  network: Network,
  subject: string,
  creator: string,
  others: string[],
  addressing: Group['addressing'] = 'pn',
  id = freshGroupId(network),
): Group {
  const group: Group = {
    id,
    subject,
    members: [...new Set([creator, ...others])],
    creator,
    addressing,
    createdAt: network.now(),
  };
  for (const member of others) network.world.resolve(pnJid(member));
  network.world.addGroup(group);
  return group;
}

const freshGroupId = (network: Network): string =>
  `1203630${BigInt(`0x${network.random.hex(5)}`)
    .toString()
    .padStart(13, '0')
    .slice(0, 13)}@g.us`;

function groupNode(network: Network, group: Group): BinaryNode {
  const created = seconds(group.createdAt);
  const participants = group.members.map((member) => {
    const pn = pnJid(member);
    const lid = lidJid(network.world.resolve(pn)?.person.lid ?? member);
    const type = member === group.creator ? 'superadmin' : undefined;
    return group.addressing === 'lid'
      ? node('participant', { jid: lid, phone_number: pn, type })
      : node('participant', { jid: pn, lid, type });
  });
  return node(
    'group',
    {
      id: group.id.split('@')[0],
      subject: group.subject,
      creation: created,
      creator: pnJid(group.creator),
      s_t: created,
      s_o: pnJid(group.creator),
      addressing_mode: group.addressing,
    },
    participants,
  );
}
