import type { HintPort, HolderDb, StoragePort } from '@recado/core/kernel';
import type { Keyring } from '@recado/runtime/crypto';
import type { Logger } from '@recado/runtime/logger';
import type { Driver } from './env.ts';

/** What every part of the worker is given; built once in main.ts. */
export type Services = {
  db: HolderDb;
  keyring: Keyring;
  hints: HintPort;
  storage: StoragePort;
  log: Logger;
  driver: Driver;
  /** Where downloads are put together before storage takes them. */
  mediaDir: string;
  timing: Timing;
  isPaced: boolean;
};

/** Every wait of the worker in milliseconds, as data, so that tests need not wait like the world does. */
export type Timing = {
  leaseTtl: number;
  renewEvery: number;
  /** A number nobody hinted at is looked at this often. */
  pollEvery: number;
  backoffFirst: number;
  backoffMost: number;
  /** How long the server may take to answer while a socket opens. */
  connectLimit: number;
  /** How long after a scan the pairing may take. */
  pairingLimit: number;
  /** How long a first login may stay "syncing" before it is open anyway. */
  syncLimit: number;
  /** A sent message without the server's answer for so long means that the socket is dead. */
  ackLimit: number;
  /** An open socket that says nothing for so long is closed and opened anew. */
  silenceLimit: number;
  /** An open number is reported as alive this often. */
  aliveEvery: number;
};

export const usualTiming: Timing = {
  leaseTtl: 10_000,
  renewEvery: 3_000,
  pollEvery: 6_000,
  backoffFirst: 1_000,
  backoffMost: 60_000,
  connectLimit: 20_000,
  pairingLimit: 60_000,
  syncLimit: 20_000,
  ackLimit: 20_000,
  silenceLimit: 90_000,
  aliveEvery: 45_000,
};
