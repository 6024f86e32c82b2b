import type { Faults } from '../faults/fault-list.ts';
import { noFaults } from '../faults/fault-list.ts';
import { lidOf, parseAddress, pnJid } from '../wire/addresses.ts';
import { createPki, type NoisePki } from '../wire/certificate-chain.ts';
import { seconds } from '../wire/nodes.ts';
import { type ChatBook, createChatBook } from './chat-book.ts';
import type { ChatMessage } from './chat-message.ts';
import { type DeviceRecord, loadDevices } from './device-records.ts';
import { createLane } from './lane.ts';
import { createPeerRegistry } from './peer-registry.ts';
import type { Account, Customer, Device, Group, Manners, Person } from './people.ts';
import type { RecordStore } from './record-store.ts';

type AccountRecord = {
  name: string;
  nextDeviceId: number;
  faults: Faults;
  manners: Manners;
  resent: number;
};
type CustomerRecord = { name: string; onWhatsApp: boolean; devices: number; lid?: string };

/** Everyone and everything in the simulated network, and the only place that writes them down. */
export type World = {
  pki: NoisePki;
  /** How many times this network was started, this one included. */
  run: number;
  accounts: Map<string, Account>;
  customers: Map<string, Customer>;
  groups: Map<string, Group>;
  chats: ChatBook;
  /** Makes the phone of a business number, or renames it. */
  addAccount(number: string, name?: string): Account;
  /** Makes a customer, or changes one; `devices` counts the phone and its linked devices. */
  addCustomer(number: string, change?: Partial<CustomerRecord>): Customer;
  addGroup(group: Group): void;
  saveAccount(account: Account): void;
  /** Who an address names. A number nobody made yet becomes a customer, as strangers do. */
  resolve(jid: string | undefined): { person: Person; device: number } | undefined;
  isAccount(person: Person): person is Account;
};

export const ordinaryManners = (): Manners => ({
  delivers: true,
  deliverDelayMs: 0,
  reads: false,
  readDelayMs: 0,
  autoReply: '',
});

/** Brings the network back from its store, or begins a new one. */
export function createWorld(store: RecordStore, now: () => number, onMessage: (message: ChatMessage) => void): World {
  const peerOf = createPeerRegistry(store);
  const network = new Map(store.load<unknown>('network'));
  const pki = (network.get('pki') as NoisePki | undefined) ?? createPki(seconds(now()));
  const run = ((network.get('run') as number | undefined) ?? 0) + 1;
  store.put('network', 'pki', pki);
  store.put('network', 'run', run);

  const accounts = new Map<string, Account>();
  const customers = new Map<string, Customer>();
  const byLid = new Map<string, Person>();

  function saveAccount(account: Account): void {
    const { name, nextDeviceId, faults, manners, resent } = account;
    const record: AccountRecord = { name, nextDeviceId, faults, manners, resent };
    store.put('account', account.number, record);
  }

  function wakeAccount(number: string, record: AccountRecord): Account {
    const account: Account = {
      kind: 'account',
      number,
      lid: lidOf(number),
      peers: [peerOf(number, 0)],
      devices: new Map<number, Device>(),
      lane: createLane(),
      ...record,
    };
    accounts.set(number, account);
    byLid.set(account.lid, account);
    return account;
  }

  function wakeCustomer(number: string, record: CustomerRecord): Customer {
    const peers = Array.from({ length: record.devices }, (_, device) => peerOf(number, device));
    const { name, onWhatsApp } = record;
    const customer: Customer = { kind: 'customer', number, lid: record.lid ?? lidOf(number), name, onWhatsApp, peers };
    customers.set(number, customer);
    byLid.set(customer.lid, customer);
    return customer;
  }

  const world: World = {
    pki,
    run,
    accounts,
    customers,
    groups: new Map(store.load<Group>('group')),
    chats: createChatBook(store, onMessage),
    saveAccount,
    addAccount(number, name) {
      const known = accounts.get(number);
      if (known && name) known.name = name;
      const account =
        known ??
        wakeAccount(number, {
          name: name ?? `Negocio ${number.slice(-3)}`,
          nextDeviceId: 1,
          faults: noFaults(),
          manners: ordinaryManners(),
          resent: 0,
        });
      saveAccount(account);
      return account;
    },
    addCustomer(number, change = {}) {
      const known = customers.get(number);
      const record: CustomerRecord = {
        name: change.name ?? known?.name ?? `Cliente ${number.slice(-3)}`,
        onWhatsApp: change.onWhatsApp ?? known?.onWhatsApp ?? true,
        devices: Math.max(change.devices ?? 1, known?.peers.length ?? 1),
        // an id once given stays: others have written it down
        ...(known ? { lid: known.lid } : change.lid ? { lid: change.lid } : {}),
      };
      store.put('customer', number, record);
      if (!known) return wakeCustomer(number, record);
      known.name = record.name;
      known.onWhatsApp = record.onWhatsApp;
      for (let device = known.peers.length; device < record.devices; device++) known.peers.push(peerOf(number, device));
      return known;
    },
    addGroup(group) {
      world.groups.set(group.id, group);
      store.put('group', group.id, group);
    },
    resolve(jid) {
      const address = parseAddress(jid);
      if (!address) return undefined;
      const { user, device, kind } = address;
      if (kind === 'lid') {
        const person = byLid.get(user);
        return person && { person, device };
      }
      if (kind !== 'pn' || !/^\d{5,15}$/.test(user)) return undefined;
      return { person: accounts.get(user) ?? customers.get(user) ?? world.addCustomer(user), device };
    },
    isAccount: (person): person is Account => accounts.get(person.number) === person,
  };

  for (const [number, record] of store.load<AccountRecord>('account')) {
    wakeAccount(number, { ...record, faults: { ...noFaults(), ...record.faults } });
  }
  for (const [number, record] of store.load<CustomerRecord>('customer')) wakeCustomer(number, record);
  for (const record of store.load<DeviceRecord>('device').map(([, value]) => value)) {
    const account = accounts.get(record.account);
    if (account) loadDevices(store, account, record);
  }
  return world;
}

/** The address of a linked device. */
export const deviceJid = (device: Device): string => pnJid(device.account.number, device.id);
