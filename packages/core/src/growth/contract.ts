// The safe door of growth: what is known of accounts that several people seem to use, and what may be done about it.
import { z } from 'zod';
import { defineErrors } from '../kernel/contract.ts';

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

export const sharingStates = ['open', 'explained', 'contested', 'ignored', 'converted'] as const;
export type SharingState = (typeof sharingStates)[number];

/**
 * Who may take a case where; null is where nobody is told anything. The job opens it and closes it when the plan has room for several; its person says that
 * it is all them; the staff, never a machine, says that it was explained or lets it be. The database says the same, and a test compares both.
 */
export const sharingMoves: Record<'job' | 'person' | 'staff', [from: SharingState | null, to: SharingState][]> = {
  job: [
    [null, 'open'],
    ['open', 'converted'],
    ['explained', 'converted'],
    ['contested', 'converted'],
  ],
  person: [
    ['open', 'contested'],
    ['explained', 'contested'],
  ],
  staff: [
    ['open', 'explained'],
    ['open', 'ignored'],
    ['explained', 'open'],
    ['explained', 'ignored'],
    ['contested', 'open'],
    ['contested', 'explained'],
    ['contested', 'ignored'],
    ['ignored', 'open'],
  ],
};

/** Tables that know networks; asked by jobs, never by a login. */
export type NetworkTables = { of(network: string | null): { kind: NetworkKind; point: [number, number] | null } };

/** From so many active contacts on, a plan for one person is used by somebody with a business that may have more. */
export const ACTIVE_CONTACTS = 50;

/** What somebody is shown of a signal: no session, no network. */
export type SeenSignal = { key: string; kind: SignalKind; day: string; at: string; count: number; between: Seen[] };
/** What is known of the caller's login; null where there is nothing to say. */
export type OwnSharing = {
  state: Extract<SharingState, 'open' | 'explained' | 'contested'>;
  contestedAt: string | null;
  signals: SeenSignal[];
} | null;

export const OPPORTUNITIES_PER_PAGE = 50;
export const ListOpportunities = z.object({
  state: z.enum(sharingStates),
  /** The last of the page above. */
  before: z.object({ score: z.number().int().min(0).max(1000), personId: z.uuid() }).nullish(),
});
export const MoveOpportunity = z.object({
  personId: z.uuid(),
  to: z.enum(['open', 'explained', 'ignored']),
  reason: z.string().trim().min(3).max(500),
});
export type OpportunityRow = {
  personId: string;
  name: string;
  email: string;
  account: string;
  plan: string;
  state: SharingState;
  score: number;
  detail: Omit<SharingScore, 'total'>;
  /** Who wrote or was written to in 90 days. */
  contacts: number;
  openedAt: string | null;
  contestedAt: string | null;
  weighedAt: string;
  signals: SeenSignal[];
};

export const UPSELLS_PER_PAGE = 50;
export const ListUpsells = z.object({
  /** The last of the page above. */
  before: z
    .object({ networks: z.number().int().min(0), contacts: z.number().int().min(0), accountId: z.uuid() })
    .nullish(),
});
/** An account on a plan for one person that a plan for several may serve. */
export type UpsellRow = {
  accountId: string;
  name: string;
  email: string;
  account: string;
  plan: string;
  /** Networks and devices that its owner came from, conversations with a message, and signals: of the last 30 days. */
  networks: number;
  devices: number;
  /** All that it holds, as its plan counts them. */
  contacts: number;
  conversations: number;
  signals: number;
  score: number;
  /** What it pays for a month now; null where it never paid. */
  valueCents: number | null;
  currency: string | null;
};

/** What growth is judged by; the formula of each is beside `guard.growth_kpis`. */
export const kpis = ['upgradeRate', 'upgradeRateQuarter', 'timeToUpgrade', 'upsellMrr', 'arpu', 'teamChurn'] as const;
export type Kpi = (typeof kpis)[number];
export type KpiRow = {
  /** `2026-11`, in UTC. */
  month: string;
  kpi: Kpi;
  /** Of money only. */
  currency: string | null;
  part: number | null;
  whole: number | null;
  /** A share of one, days, or whole cents; null where nothing is there to divide by. */
  value: number | null;
  target: number | null;
  /** Whether more than the target is worse. */
  isCeiling: boolean | null;
  /** When it was worked out: what is learned late belongs to when it was. */
  at: string;
};
export const KPI_MONTHS = 4;

export const growthErrors = defineErrors('growth', {
  caseNotFound: 'NOT_FOUND',
  caseMoved: 'CONFLICT',
  nothingToContest: 'CONFLICT',
});
