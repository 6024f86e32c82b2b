import { redeliver } from '../protocol/deliver.ts';
import { announceDevice, type Network } from '../protocol/network.ts';
import { catchUpReports } from '../protocol/report-status.ts';
import { sendHistory } from '../protocol/send-history.ts';
import { removeDevice } from '../state/device-records.ts';
import type { Account, Device } from '../state/people.ts';
import { node } from '../wire/nodes.ts';
import { type FaultAction, type FaultSwitch, faultActions, faultSwitches } from './fault-list.ts';

export type FaultRequest = { fault: string; value?: unknown; device?: number | undefined };

/** Thrown for a fault that does not exist or a value it does not take. */
export class UnknownFault extends Error {
  override name = 'UnknownFault';
}

const isSwitch = (name: string): name is FaultSwitch => name in faultSwitches.shape;
const isAction = (name: string): name is FaultAction => (faultActions as readonly string[]).includes(name);

/** Breaks something for one account, now or until switched off again. */
export function applyFault(network: Network, account: Account, request: FaultRequest): void {
  const { fault, value } = request;
  if (isAction(fault)) {
    const devices = [...account.devices.values()].filter(
      ({ id }) => request.device === undefined || request.device === id,
    );
    for (const device of devices) actions[fault](network, device, value);
    return;
  }
  if (!isSwitch(fault)) {
    const names = [...Object.keys(faultSwitches.shape), ...faultActions].join(', ');
    throw new UnknownFault(`There is no fault "${fault}". There are: ${names}.`);
  }
  const parsed = faultSwitches.shape[fault].safeParse(value ?? undefined);
  if (!parsed.success) throw new UnknownFault(`The fault "${fault}" does not take this value.`);
  account.faults = { ...account.faults, [fault]: parsed.data };
  network.world.saveAccount(account);
  afterSwitch(network, account, fault);
  network.events.emit('account', account);
}

const actions: Record<FaultAction, (network: Network, device: Device, value: unknown) => void> = {
  dropTcp: (_network, device) => device.connection?.cut(),
  restartRequired: (_network, device) => device.connection?.endStream({ code: '515' }),
  unavailable: (_network, device) => device.connection?.endStream({ code: '503' }),
  conflict: (_network, device) => device.connection?.endStream({}, node('conflict', { type: 'replaced' })),
  logout: (network, device) => logOut(network, device),
  redeliver: (_network, device, value) => void redeliver(device, typeof value === 'string' ? value : undefined),
};

/** The phone removes a linked device: its connection ends with 401 and it can never log in again. */
export function logOut(network: Network, device: Device): void {
  const { connection } = device;
  removeDevice(network.store, device);
  connection?.endStream({ code: '401' }, node('conflict', { type: 'device_removed' }));
  announceDevice(network, device, 'removed');
}

/** What a switch does to what is already going on. */
function afterSwitch(network: Network, account: Account, fault: FaultSwitch): void {
  const { faults } = account;
  const devices = [...account.devices.values()];
  if (fault === 'ban' && faults.ban) {
    for (const { connection } of devices) connection?.fail({ reason: '403', location: 'prn' });
  }
  if (fault === 'temporaryBan' && faults.temporaryBan > 0) beginTemporaryBan(network, account);
  // what was swallowed is lost for this connection; a new one gets the backlog
  if (fault === 'blackhole' && !faults.blackhole) for (const { connection } of devices) connection?.cut();
  if (fault === 'withholdDelivered' || fault === 'withholdRead') catchUpReports(network, account);
  if (fault === 'withholdHistory' && !faults.withholdHistory) {
    for (const device of devices) if (!device.historySent && device.connection?.live) void sendHistory(network, device);
  }
}

/** Ends open connections with 402 and lifts the ban when its time is over. */
export function beginTemporaryBan(network: Network, account: Account): void {
  const expire = String(account.faults.temporaryBan);
  for (const { connection } of account.devices.values())
    connection?.fail({ reason: '402', location: 'prn', code: '101', expire });
  network.later(account.faults.temporaryBan * 1000, () => {
    account.faults = { ...account.faults, temporaryBan: 0 };
    network.world.saveAccount(account);
    network.events.emit('account', account);
  });
}
