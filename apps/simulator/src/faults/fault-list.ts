import { z } from 'zod';

/** Faults that stay until switched off. Each is one sentence of what the linked app then lives through. */
export const faultSwitches = z.object({
  /** Logins and open connections fail with 403: the number is banned. */
  ban: z.boolean().default(false),
  /** Logins fail with 402 for so many seconds: a temporary ban. 0 is none. */
  temporaryBan: z.number().int().min(0).max(1_000_000).default(0),
  /** Every send is refused with this code (463 is the limit on writing to strangers). 0 is none. */
  refuseSends: z.number().int().min(0).max(999).default(0),
  /** The message is taken and delivered, but the app never hears of it. */
  dropAcks: z.boolean().default(false),
  /** Acks come so many milliseconds late. */
  delayAcks: z.number().int().min(0).max(600_000).default(0),
  /** Every stanza reaches the app twice. */
  duplicateDelivery: z.boolean().default(false),
  /** Each pair of stanzas arrives the wrong way round. */
  reorder: z.boolean().default(false),
  /** Customers' phones are silent: nothing is reported delivered or read until this is lifted. */
  withholdDelivered: z.boolean().default(false),
  /** Messages are delivered, but nobody reports having read them until this is lifted. */
  withholdRead: z.boolean().default(false),
  /** The connection stays open and nothing comes back any more. */
  blackhole: z.boolean().default(false),
  /** The phone scans the code, and the pairing is then never completed. */
  neverPairs: z.boolean().default(false),
  /** A newly linked device gets no history. */
  withholdHistory: z.boolean().default(false),
});

export type Faults = z.output<typeof faultSwitches>;
export type FaultSwitch = keyof Faults;

/** Faults that happen once, now. */
export const faultActions = ['dropTcp', 'restartRequired', 'unavailable', 'conflict', 'logout', 'redeliver'] as const;
export type FaultAction = (typeof faultActions)[number];

/** No fault at all. */
export const noFaults = (): Faults => faultSwitches.parse({});
