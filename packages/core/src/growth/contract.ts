// The safe door of growth: what is known of accounts that several people seem to use, and what may be done about it.

/** What a table of operators says of a network; `unknown` where it knows nothing, or the operator has both under one number. */
export const networkKinds = ['fixed', 'mobile', 'vpn', 'hosting', 'unknown'] as const;
export type NetworkKind = (typeof networkKinds)[number];

/** Signals of one family say the same thing in different words, so that each family counts up to its cap only. */
export const sharingFamilies = ['contention', 'place', 'device', 'rhythm', 'concurrency', 'words', 'use'] as const;
export type SharingFamily = (typeof sharingFamilies)[number];

export const signalKinds = [
  'pingPong',
  'far',
  'apart',
  'travel',
  'devices',
  'rhythm',
  'shifts',
  'crowd',
  'overlap',
  'several',
  'contacts',
] as const;
export type SignalKind = (typeof signalKinds)[number];

/** A session as the guard keeps it, with what tables say of the network that it was opened from. Moments are in ms since 1970. */
export type SharingUse = {
  session: string;
  /** The event of its opening; null once it was forgotten. */
  event: number | null;
  device: string;
  browser: string;
  system: string;
  deviceType: string;
  network: string | null;
  kind: NetworkKind;
  /** A country's code, perhaps with a city near it. */
  place: string | null;
  /** Latitude and longitude, to a tenth of a degree. */
  point: readonly [number, number] | null;
  startedAt: number;
  /** The last time that its person really did something. */
  lastInputAt: number;
  endReason: string | null;
  /** The session that displaced it. */
  endedBy: string | null;
  isTrusted: boolean;
};

/** What somebody pressed on the card of a displaced session. */
export type SharingWord = { event: number; at: number; session: string; says: 'several' | 'mine' };

/** One side of what was seen, in words that its owner knows. */
export type Seen = { browser: string; system: string; place: string | null; kind: NetworkKind };
/** What a signal was made of, enough to make it again: the sessions and the events of their opening, when, and on what. */
export type Evidence = {
  count: number;
  between: Seen[];
  times: number[];
  sessions: string[];
  events: number[];
  network?: string[];
};

export type Signal = {
  kind: SignalKind;
  /** The same thing has the same key, however often it is looked for. */
  key: string;
  /** The day, as its person's clock has it. */
  day: string;
  at: number;
  /** Ping-pong between two devices that nothing says to be in one hand; of the rest whether A15's exception may count it. */
  isStrong: boolean;
  evidence: Evidence;
};

/** What takes away from a score. */
export const discountKinds = ['oneHand', 'trusted', 'contested'] as const;
export type DiscountKind = (typeof discountKinds)[number];

export type SharingScore = {
  total: number;
  families: { family: SharingFamily; points: number; cap: number }[];
  discounts: { kind: DiscountKind; points: number }[];
  /** Distinct days on which something was seen that counts. */
  days: number;
  /** Two cities within the hour, twice, on lines that are known to be fixed: counts at once. */
  isCertain: boolean;
  /** Enough to tell somebody. */
  isReached: boolean;
};
