// The safe door of billing: how an account stands with whoever takes its money, and what that one may refuse.
import { z } from 'zod';
import { countryCodes } from '../contacts/contract.ts';
import { defineErrors, defineEvents } from '../kernel/contract.ts';
import type { BillingProvider } from './provider-contract.ts';

export type {
  BilledDispute,
  BilledInvoice,
  BilledItem,
  BilledSubscription,
  BillingEvent,
  BillingPicture,
  BillingProvider,
  Change,
  Checkout,
  OrderLine,
  Preview,
  PriceToSell,
  Promotion,
  ProviderRefusal,
  TaxIdState,
  TaxToPrint,
} from './provider-contract.ts';

/** The till of this installation: whoever takes the money, and where people come back to. */
export type Till = { provider: BillingProvider; publicUrl: string };

/** Whom invoices are made out to. */
export type TaxDetails = {
  name: string;
  line1: string;
  line2: string | null;
  city: string;
  postcode: string;
  /** ISO 3166, two letters. */
  country: string;
  /** As it is kept: of the Union without the letters of its country. */
  taxId: string | null;
};

/** What is known of a tax number: nothing that matters, that VIES is being asked, that it says yes, or that it says no. */
export type TaxStanding = 'none' | 'asked' | 'confirmed' | 'refused';

/** Whoever knows the tax numbers of the Union's businesses; `away` when that cannot be said at this moment. Never throws. */
export type VatRegister = {
  check(of: {
    country: string;
    number: string;
  }): Promise<{ answer: 'yes'; consultation: string | null } | { answer: 'no' } | { answer: 'away'; because: string }>;
};

/** Money back within thirty days of the first payment: what may be asked for, or what became of it. */
export type MoneyBack = {
  offer: { until: Date; cents: number; currency: string } | null;
  asked: {
    at: string;
    /** When it went back to the card; null while it is on its way. */
    doneAt: string | null;
    cents: number;
    currency: string;
    /** The credit notes. */
    notes: { invoice: string; number: string; cents: number }[];
  } | null;
};

/** Who came by an account, and what it has of it. */
export type Referrals = {
  /** Null before its owner chose what to have. */
  code: string | null;
  reward: 'month' | 'share' | null;
  /** Whether it came by somebody itself. */
  cameBy: boolean;
  hasPaid: boolean;
  /** The latest first, without their names. */
  rows: {
    since: string;
    reward: 'month' | 'share';
    firstPaidAt: string | null;
    isWithdrawn: boolean;
    /** What was credited and not taken back. */
    cents: number;
    currency: string;
  }[];
};

/** A paid invoice, as whoever writes fiscal invoices is handed it. Amounts are whole cents. */
export type FiscalInvoice = {
  /** The provider's id, by which it is known as the same one. */
  id: string;
  number: string | null;
  paidAt: Date;
  currency: string;
  totalCents: number;
  taxCents: number;
  /** The provider's own document. */
  document: string | null;
  /** Whom it is made out to; null where that was never said. */
  buyer: TaxDetails | null;
};

/**
 * Whoever writes the invoices that a country's tax office takes, where the provider's document is none: in Spain software that meets Verifactu,
 * from 2027 on. What it is handed twice is the same one: an invoice by its id, a credit by its invoice and what was given back of it in all.
 */
export type FiscalInvoiceProvider = {
  issue(invoice: FiscalInvoice): Promise<{ reference: string }>;
  credit(of: { invoice: string; cents: number; creditedCents: number }): Promise<{ reference: string }>;
};

const ids = z.array(z.uuid()).max(2_000);
/** The ids of what stays on a plan that has no room for everything. */
export const KeepInput = z.object({ workspaces: ids, numbers: ids, people: ids });

const line = (most: number) => z.string().trim().min(1).max(most);
export const SaveTaxDetails = z.object({
  name: line(120),
  line1: line(160),
  line2: z.string().trim().max(160),
  city: line(100),
  postcode: z.string().trim().max(16),
  country: z.enum(countryCodes),
  taxId: z.string().trim().max(40),
});

/** What an account was promised when it began, beside what its provider says. */
export type BilledAccount = {
  /** The end of the trial that it has without a card; null where it had none. */
  trialEndsAt: Date | null;
  /** What follows a trial or a subscription that nobody pays for: a free plan to go on with, or nothing. */
  fallsTo: 'free' | 'nothing';
  /** Since when the card does not pay for people who came; null where it does. */
  seatsOwedSince?: Date | null;
};

/** How an account stands today, with the days that say until when. */
export type BillingState =
  | { state: 'free' }
  /** `isOrdered`: it was bought, and goes on by itself when the trial ends. */
  | { state: 'trial'; endsAt: Date; daysLeft: number; isOrdered: boolean }
  /** `endsAt` is set when it was cancelled for the end of its period; `recoveredAt` when its last renewal was paid at a later try. */
  | { state: 'active'; renewsAt: Date | null; endsAt: Date | null; recoveredAt: Date | null }
  /** Everything works, with a notice. `because` of seats: the plan is paid, and people who came are not. */
  | { state: 'grace'; because?: 'seats'; since: Date; until: Date; daysLeft: number; invoice: string | null }
  /** Reading and answering only. Without an end where a trial ended without a card, and where only people who came are not paid for. */
  | {
      state: 'restricted';
      because: 'unpaid' | 'noCard' | 'seats';
      since: Date;
      until: Date | null;
      daysLeft: number | null;
      invoice: string | null;
    }
  /** Logging in, paying and taking one's data only. */
  | { state: 'suspended'; because: 'unpaid' | 'trialOver'; since: Date; invoice: string | null }
  | { state: 'cancelled'; since: Date };

const plan = z.object({ accountId: z.uuid(), plan: z.string() });
const account = z.object({ accountId: z.uuid() });

export const billingEvents = defineEvents('billing', {
  tillOpened: { name: 'till.opened', subject: 'accountId', payload: plan },
  planChanged: { name: 'plan.changed', subject: 'accountId', payload: plan },
  portalOpened: { name: 'portal.opened', subject: 'accountId', payload: account },
  subscriptionCancelled: { name: 'subscription.cancelled', subject: 'accountId', payload: account },
  seatsKept: { name: 'seats.kept', subject: 'accountId', payload: z.object({ accountId: z.uuid(), seats: z.int() }) },
  subscriptionResumed: { name: 'subscription.resumed', subject: 'accountId', payload: account },
  /** Whom its invoices are made out to; whoever hears it has the tax number looked up and the provider told. */
  taxSaved: { name: 'tax.saved', subject: 'accountId', payload: account },
  descentChosen: { name: 'descent.chosen', subject: 'accountId', payload: plan },
  descentCalledOff: { name: 'descent.called_off', subject: 'accountId', payload: account },
  /** What has no place on its plan was frozen, or thawed; in the audit of its workspaces, told to nobody. */
  fitted: {
    name: 'account.fitted',
    subject: 'accountId',
    payload: z.object({
      ...{ accountId: z.uuid(), workspaces: z.int(), numbers: z.int(), people: z.int(), thawed: z.int() },
    }),
  },
  /** Who is paid for has changed; whoever hears it asks the provider for as many as there are. */
  orderAsked: { name: 'order.asked', subject: 'accountId', payload: account },
  moneyBackAsked: { name: 'money_back.asked', subject: 'accountId', payload: account },
  referralClaimed: { name: 'referral.claimed', subject: 'accountId', payload: account },
  rewardChosen: { name: 'reward.chosen', subject: 'accountId', payload: account },
  /** An invoice is paid now that was not known to be; told once. */
  invoicePaid: {
    name: 'invoice.paid',
    subject: 'invoice',
    payload: z.object({ accountId: z.uuid(), invoice: z.string() }),
  },
  /** Something of a paid invoice was given back: `cents` now, `creditedCents` in all. */
  invoiceCredited: {
    name: 'invoice.credited',
    subject: 'invoice',
    payload: z.object({ accountId: z.uuid(), invoice: z.string(), cents: z.number(), creditedCents: z.number() }),
  },
  creditMade: {
    name: 'credit.made',
    subject: 'accountId',
    payload: z.object({ kind: z.string(), subject: z.string(), accountId: z.uuid() }),
  },
  /** A bank disputes a payment, or has decided; whoever hears it reads how it stands. */
  disputeChanged: { name: 'dispute.changed', subject: 'dispute', payload: z.object({ dispute: z.string().min(1) }) },
  /** Something happened to a customer of the provider; whoever hears it reads them again. */
  syncRequested: { name: 'sync.requested', subject: 'customer', payload: z.object({ customer: z.string().min(1) }) },
});

export const billingErrors = defineErrors('billing', {
  /** With the bank's reason, where it gave one. */
  cardDeclined: 'PRECONDITION',
  /** The bank asks its customer; `url` is where they answer, where there is one. */
  needsAction: 'PRECONDITION',
  noCard: 'PRECONDITION',
  /** This installation sells nothing. */
  notSold: 'PRECONDITION',
  addressNeeded: 'PRECONDITION',
  /** It is no tax number of that country. */
  taxIdWrong: 'INVALID',
  postcodeWrong: 'INVALID',
  promotionRefused: 'INVALID',
  /** It has a subscription that lives. */
  alreadySubscribed: 'CONFLICT',
  /** It was cancelled for the end of its period; what comes after that cannot be planned. */
  isEnding: 'PRECONDITION',
  notPaid: 'PRECONDITION',
  /** What was chosen to stay is not there, or has no place on the plan. */
  keepWrong: 'PRECONDITION',
  /** A plan has no room for everything that is there: what stays is to be said before it is bought. */
  keepNeeded: 'PRECONDITION',
  /** Fewer seats than there are people, or than the plan takes. */
  seatsTaken: 'PRECONDITION',
  /** More seats than the plan has. */
  seatsFull: 'PRECONDITION',
  /** Somebody else has changed what is paid for since the price was shown: it is to be looked at again. */
  changedMeanwhile: 'CONFLICT',
  refundTooHigh: 'PRECONDITION',
  /** Money back was asked for before; it is once for an account. */
  moneyBackAsked: 'CONFLICT',
  /** Nothing is bought before what was bought is given back. */
  moneyBackUnderWay: 'CONFLICT',
  /** The first payment is more than thirty days ago. */
  moneyBackLate: 'PRECONDITION',
  /** No account has that code. */
  referralUnknown: 'INVALID',
  /** By whom an account came is said once. */
  referralTaken: 'CONFLICT',
  /** Both are one business, or the other came by this one. */
  referralSelf: 'PRECONDITION',
  /** Something was paid already. */
  referralLate: 'PRECONDITION',
  /** What is asked of the provider is not there. */
  notFound: 'NOT_FOUND',
  /** A plan has no price at the provider. */
  priceMissing: 'INTERNAL',
  /** The same request key came with something else. */
  requestTaken: 'CONFLICT',
  providerAway: 'UNAVAILABLE',
  /** It does not take our key, or not what we asked of it. */
  providerRefused: 'INTERNAL',
});
