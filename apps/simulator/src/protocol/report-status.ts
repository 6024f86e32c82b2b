import { type ChatMessage, isFurther } from '../state/chat-message.ts';
import type { Account, Person } from '../state/people.ts';
import { lidJid, pnJid } from '../wire/addresses.ts';
import { node, seconds } from '../wire/nodes.ts';
import { owe } from './deliver.ts';
import type { Network } from './network.ts';

type Report = 'delivered' | 'read' | 'played';

/** The phones at the other end report on a message by themselves, as their manners and the faults allow. */
export function reactToMessage(network: Network, account: Account, message: ChatMessage): void {
  const { manners, faults } = account;
  if (!message.onCustomer || message.waiting || !manners.delivers || faults.withholdDelivered) return;
  network.later(manners.deliverDelayMs, () => {
    // the fault may have been switched on while the report waited
    if (!account.faults.withholdDelivered) report(network, account, [message], 'delivered');
  });
  if (!manners.reads && !message.opened) return;
  network.later(manners.deliverDelayMs + manners.readDelayMs, () => openMessages(network, account, [message]));
}

/** The customer looks at messages; the business hears of it unless a fault keeps it from it. */
export function openMessages(network: Network, account: Account, messages: ChatMessage[], as: Report = 'read'): void {
  for (const message of messages) {
    message.opened = true;
    network.world.chats.changed(message);
  }
  if (!account.faults.withholdRead && !account.faults.withholdDelivered) report(network, account, messages, as);
}

/** Everything the phones would have reported by now but were kept from, or died before they could. */
export function catchUpReports(network: Network, account: Account): void {
  for (const message of network.world.chats.all(account.number)) {
    if (message.direction !== 'out' || message.via === 'history') continue;
    const isUnread = message.status === 'delivered' && (account.manners.reads || message.opened);
    if (message.status === 'sent' || isUnread) reactToMessage(network, account, message);
  }
}

/** Receipts about messages of one chat go to every device of the account; a repeated report is sent again, too. */
export function report(network: Network, account: Account, messages: ChatMessage[], status: Report): void {
  const [first, ...others] = messages;
  if (!first) return;
  for (const message of messages) {
    if (status !== 'delivered' && isFurther('delivered', message.status))
      network.world.chats.advance(message, 'delivered');
    network.world.chats.advance(message, status);
  }
  const group = network.world.groups.get(first.chat);
  const readers = group ? group.members.filter((member) => member !== first.author) : [first.chat];
  const type = status === 'delivered' ? undefined : status;
  const items = others.map(({ id }) => node('item', { id }));
  const content = items.length ? [node('list', {}, items)] : undefined;
  for (const reader of readers) {
    const person = personOf(network, reader);
    if (!person) continue;
    const jid = first.addressing === 'lid' ? lidJid(person.lid) : pnJid(person.number);
    const address = group ? { from: group.id, participant: jid } : { from: jid };
    for (const device of account.devices.values()) {
      owe(network, device, node('receipt', { ...address, id: first.id, t: seconds(network.now()), type }, content));
    }
  }
}

const personOf = (network: Network, number: string): Person | undefined => network.world.resolve(pnJid(number))?.person;
