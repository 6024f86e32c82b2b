// What the owners of an account are told by mail of how it stands; each of a cause that has a name, so that it is told once.
import type { BilledAccount, BilledInvoice, BillingPicture, BillingState } from '../contract.ts';

export type NoticeKind =
  | 'payment-failed'
  | 'grace-ending'
  | 'plan-restricted'
  | 'plan-suspended'
  | 'payment-recovered'
  | 'trial-ending'
  | 'trial-over'
  | 'plan-frozen';

export type BillingNotice = {
  kind: NoticeKind;
  /** The cause: the same one is told once. */
  subject: string;
  params: Record<string, string>;
  /** Told only where that kind was told of the same cause before. */
  after?: NoticeKind;
};

const day = (moment: Date): string => moment.toISOString().slice(0, 10);
const stamp = (moment: Date): string => String(Math.floor(moment.getTime() / 1000));
const amountOf = (invoice: BilledInvoice | undefined): Record<string, string> =>
  invoice ? { cents: String(invoice.dueCents), currency: invoice.currency } : {};

/** Days before the end of something on which one is reminded of it, the last first. */
const REMINDERS = [1, 3];

/** What is to be told of how an account stands at this moment. */
export function noticesOf(
  account: string,
  picture: BillingPicture | null,
  state: BillingState,
  { fallsTo }: Pick<BilledAccount, 'fallsTo'>,
): BillingNotice[] {
  const invoiceOf = (id: string | null) => picture?.invoices.find((each) => each.id === id);
  switch (state.state) {
    case 'trial': {
      const left = REMINDERS.find((days) => state.daysLeft <= days);
      if (!left) return [];
      const params = {
        ...{ until: day(state.endsAt), days: String(left) },
        ...{ what: state.isOrdered ? 'ordered' : fallsTo },
      };
      return [{ kind: 'trial-ending', subject: `${account}:${stamp(state.endsAt)}:${left}`, params }];
    }
    case 'grace': {
      const invoice = invoiceOf(state.invoice);
      const isSeats = state.because === 'seats';
      // another invoice is made for them each time it is tried
      const cause = isSeats
        ? `${account}:seats:${stamp(state.since)}`
        : (state.invoice ?? `${account}:${stamp(state.since)}`);
      const params = { until: day(state.until), ...amountOf(invoice), what: isSeats ? 'seats' : 'plan' };
      const what = isSeats ? 'seats' : invoice?.payment === 'action' ? 'action' : 'declined';
      const attempt = isSeats ? 1 : (invoice?.attempts ?? 1);
      const failed = { kind: 'payment-failed' as const, subject: `${cause}:${attempt}`, params: { ...params, what } };
      return state.daysLeft <= 3 ? [failed, { kind: 'grace-ending', subject: cause, params }] : [failed];
    }
    case 'restricted': {
      const subject =
        state.because === 'seats'
          ? `${account}:seats:${stamp(state.since)}`
          : (state.invoice ?? `${account}:${stamp(state.since)}`);
      const params = { until: state.until ? day(state.until) : '', ...amountOf(invoiceOf(state.invoice)) };
      return [{ kind: 'plan-restricted', subject, params: { ...params, what: state.because } }];
    }
    case 'suspended': {
      const subject = state.invoice ?? `${account}:${stamp(state.since)}`;
      const params = amountOf(invoiceOf(state.invoice));
      return [{ kind: state.because === 'trialOver' ? 'trial-over' : 'plan-suspended', subject, params }];
    }
    case 'active': {
      const at = state.recoveredAt?.getTime();
      const paid = at === undefined ? null : picture?.invoices.find(({ paidAt }) => paidAt?.getTime() === at);
      if (!paid) return [];
      return [{ kind: 'payment-recovered', subject: paid.id, params: amountOf(paid), after: 'payment-failed' }];
    }
    default:
      return [];
  }
}
