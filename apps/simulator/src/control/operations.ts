import { proto } from '@whiskeysockets/baileys';
import type { z } from 'zod';
import { applyFault, logOut } from '../faults/apply-fault.ts';
import { openMedia } from '../media/media-crypto.ts';
import { importHistory } from '../phones/import-history.ts';
import { sendBurst } from '../phones/send-burst.ts';
import { sendMessage } from '../phones/send-message.ts';
import { createGroup } from '../protocol/answer-groups.ts';
import type { Network } from '../protocol/network.ts';
import { pairByCode } from '../protocol/pair-by-code.ts';
import { pairByQr } from '../protocol/pair-by-qr.ts';
import { attachmentKey } from '../protocol/read-content.ts';
import { catchUpReports, openMessages } from '../protocol/report-status.ts';
import type { Account } from '../state/people.ts';
import * as contract from './contract.ts';
import { accountView, chatViews, messageView, pairingViews } from './views.ts';

/** A request that cannot be done; `status` is the HTTP status it becomes. */
export class ControlError extends Error {
  override name = 'ControlError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Input<Schema extends z.ZodType> = z.input<Schema>;

// invented customers for load, in a range no preset uses
const BURST_CUSTOMERS_FROM = 34_699_000_000;

/** Everything that can be done to the simulated network; the control API and the tests call the same functions. */
export function createOperations(network: Network) {
  const { world } = network;
  const accountOf = (number: string): Account => {
    const account = world.accounts.get(number);
    if (!account) throw new ControlError(404, `There is no business phone +${number}.`);
    return account;
  };
  /** Runs a change and writes it down before anyone hears of it. */
  const committed = <Result>(result: Result): Result => {
    network.store.commit();
    return result;
  };

  return {
    addAccount(input: Input<typeof contract.newAccount>) {
      const { number, name } = contract.newAccount.parse(input);
      const account = world.addAccount(number, name);
      network.events.emit('account', account);
      return committed(accountView(account));
    },
    accounts: () => [...world.accounts.values()].map(accountView),
    pairings: () => pairingViews(network),
    /** Links whoever shows the QR; `device` is null when the fault "never pairs" left it half done. */
    async scan(input: Input<typeof contract.scan>) {
      const { qr, number } = contract.scan.parse(input);
      const device = await pairByQr(network, world.addAccount(number), qr);
      return committed({ device: device?.id ?? null });
    },
    async pairCode(input: Input<typeof contract.pairCode>) {
      const { code, number } = contract.pairCode.parse(input);
      const device = await pairByCode(network, world.addAccount(number), code);
      return committed({ device: device?.id ?? null });
    },
    addCustomer(input: Input<typeof contract.newCustomer>) {
      const { number, ...change } = contract.newCustomer.parse(input);
      if (world.accounts.has(number)) throw new ControlError(409, `+${number} is a business phone.`);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const customer = world.addCustomer(number, given);
      return committed({ number, name: customer.name, lid: customer.lid, onWhatsApp: customer.onWhatsApp });
    },
    customers: () =>
      [...world.customers.values()].map(({ number, name, lid, onWhatsApp }) => ({ number, name, lid, onWhatsApp })),
    addGroup(input: Input<typeof contract.group>) {
      const { account, subject, members, addressing, id } = contract.group.parse(input);
      const group = createGroup(network, subject, accountOf(account).number, members, addressing, id);
      return committed(group);
    },
    async send(input: Input<typeof contract.send>) {
      const { from, account: number, to, ...draft } = contract.send.parse(input);
      const account = accountOf(number);
      const isOwn = from === 'phone' || from === number;
      if (isOwn && !to) throw new ControlError(400, 'The own phone needs someone to write to.');
      if (!isOwn) world.addCustomer(from);
      const chat = isOwn ? (to as string) : to?.endsWith('@g.us') ? to : from;
      if (isOwn && !chat.endsWith('@g.us')) world.addCustomer(chat);
      if (isOwn && chat.endsWith('@g.us')) throw new ControlError(400, 'The own phone writes to customers only.');
      const message = await sendMessage(network, { account, chat, author: isOwn ? number : from, ...draft });
      return committed({ id: message.id, at: message.at });
    },
    async burst(input: Input<typeof contract.burst>) {
      const { accounts, customers, ...rest } = contract.burst.parse(input);
      const numbers =
        typeof customers === 'number'
          ? Array.from({ length: customers }, (_, index) => String(BURST_CUSTOMERS_FROM + index))
          : customers;
      for (const number of numbers) world.addCustomer(number);
      const messages = await sendBurst(network, { ...rest, accounts: accounts.map(accountOf), customers: numbers });
      return committed({ sent: messages.length, messages });
    },
    chats: (input: Input<typeof contract.accountOnly>) =>
      chatViews(network, accountOf(contract.accountOnly.parse(input).account)),
    messages(input: Input<typeof contract.chat>) {
      const { account, customer, phone } = contract.chat.parse(input);
      const shown = world.chats.messages(accountOf(account).number, customer);
      const visible = shown.filter((message) =>
        phone === 'customer' ? message.onCustomer || message.waiting : phone === 'own' ? message.onPhone : true,
      );
      return visible.map(messageView);
    },
    read(input: Input<typeof contract.read>) {
      const { account: number, customer, id, played } = contract.read.parse(input);
      const account = accountOf(number);
      const unread = world.chats
        .messages(number, customer)
        .filter(({ direction, onCustomer, waiting }) => direction === 'out' && onCustomer && !waiting)
        .filter((message) => (id ? message.id === id : message.status !== 'read' && message.status !== 'played'))
        .filter(({ via }) => via !== 'history');
      if (unread.length) openMessages(network, account, unread, played ? 'played' : 'read');
      return committed({ read: unread.length });
    },
    settings(input: Input<typeof contract.settings>) {
      const { account: number, ...change } = contract.settings.parse(input);
      const account = accountOf(number);
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      account.manners = { ...account.manners, ...given };
      world.saveAccount(account);
      catchUpReports(network, account);
      network.events.emit('account', account);
      return committed(accountView(account));
    },
    fault(input: Input<typeof contract.fault>) {
      const { account, ...request } = contract.fault.parse(input);
      applyFault(network, accountOf(account), request);
      return committed(accountView(accountOf(account)));
    },
    removeDevice(input: Input<typeof contract.device>) {
      const { account, device: id } = contract.device.parse(input);
      const device = accountOf(account).devices.get(id);
      if (!device) throw new ControlError(404, `There is no linked device ${id}.`);
      logOut(network, device);
      return committed({ removed: id });
    },
    importHistory(input: Input<typeof contract.history>) {
      const { account, chats } = contract.history.parse(input);
      return { imported: importHistory(network, accountOf(account), chats) };
    },
    /** The decrypted attachment of a message. */
    async media(input: Input<typeof contract.mediaOf>) {
      const { account, id } = contract.mediaOf.parse(input);
      const message = world.chats.locate(accountOf(account).number, id);
      const body = message?.media && network.media.get(message.media.path);
      const opening = message && attachmentKey(proto.Message.decode(message.content));
      if (!message?.media || !body || !opening) throw new ControlError(404, 'There is no such attachment.');
      return {
        bytes: await openMedia(opening.type, opening.key, body),
        mime: message.media.mime,
        name: message.media.name,
      };
    },
  };
}

export type Operations = ReturnType<typeof createOperations>;
