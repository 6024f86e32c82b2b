import type { Sim } from '../sim.ts';
import type { Behaviour, CardRefusal, PaymentMethod } from '../state/records.ts';

type Magic = { behaviour: Behaviour; brand?: string; last4: string };

/** Cards by the names that Stripe's own test cards have, and one of ours that works until a renewal. */
export const MAGIC_CARDS: Readonly<Record<string, Magic>> = {
  pm_card_visa: { behaviour: 'ok', last4: '4242' },
  pm_card_mastercard: { behaviour: 'ok', brand: 'mastercard', last4: '4444' },
  pm_card_amex: { behaviour: 'ok', brand: 'amex', last4: '8431' },
  pm_card_chargeCustomerFail: { behaviour: 'declined', last4: '0341' },
  pm_card_chargeDeclined: { behaviour: 'declined', last4: '0002' },
  pm_card_visa_chargeDeclined: { behaviour: 'declined', last4: '0002' },
  pm_card_chargeDeclinedInsufficientFunds: { behaviour: 'insufficient_funds', last4: '9995' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { behaviour: 'insufficient_funds', last4: '9995' },
  pm_card_chargeDeclinedExpiredCard: { behaviour: 'expired', last4: '0069' },
  pm_card_visa_chargeDeclinedExpiredCard: { behaviour: 'expired', last4: '0069' },
  pm_card_authenticationRequired: { behaviour: 'authentication', last4: '3184' },
  pm_card_authenticationRequiredOnSetup: { behaviour: 'authentication_once', last4: '3155' },
  pm_card_createDispute: { behaviour: 'dispute', last4: '0259' },
  pm_card_okThenFails: { behaviour: 'ok_then_fails', last4: '0077' },
};

/** Makes a customer's card of a magic name. */
export function newCard(sim: Sim, name: string, customer: string | null): PaymentMethod {
  const { behaviour, brand = 'visa', last4 } = MAGIC_CARDS[name] as Magic;
  const year = new Date(sim.now() * 1000).getUTCFullYear();
  return sim.world.paymentMethods.add({
    ...{ id: sim.id('pm', 24), created: sim.now(), customer, behaviour, brand, last4, expMonth: 12 },
    ...{ expYear: behaviour === 'expired' ? year - 1 : year + 4, authenticated: false, name: null, metadata: {} },
  });
}

export type Verdict =
  | { kind: 'ok' }
  | { kind: 'action' }
  | { kind: 'refused'; code: string; declineCode: string | null; message: string };

const REFUSALS = {
  declined: { code: 'card_declined', declineCode: 'generic_decline', message: 'Your card was declined.' },
  insufficient_funds: {
    code: 'card_declined',
    declineCode: 'insufficient_funds',
    message: 'Your card has insufficient funds.',
  },
  expired: { code: 'expired_card', declineCode: 'expired_card', message: 'Your card has expired.' },
  authentication: {
    code: 'authentication_required',
    declineCode: 'authentication_required',
    message: 'Your card was declined. This transaction requires authentication.',
  },
} as const;

/** What a card says when it is asked for money. `isRenewal`: nobody sits at the screen. */
export function judgeCard(card: PaymentMethod, asked: { isRenewal: boolean; isAuthenticated: boolean }): Verdict {
  const refused = (why: keyof typeof REFUSALS): Verdict => ({ kind: 'refused', ...REFUSALS[why] });
  switch (card.behaviour) {
    case 'declined':
    case 'insufficient_funds':
    case 'expired':
      return refused(card.behaviour);
    case 'ok_then_fails':
      return asked.isRenewal ? refused('declined') : { kind: 'ok' };
    case 'authentication':
    case 'authentication_once':
      if (asked.isAuthenticated || (card.behaviour === 'authentication_once' && card.authenticated))
        return { kind: 'ok' };
      return { kind: 'action' };
    default:
      return { kind: 'ok' };
  }
}

export const refusalOf = (
  verdict: Extract<Verdict, { kind: 'refused' }>,
  charge: string,
  paymentMethod: string,
): CardRefusal => ({
  ...{ code: verdict.code, declineCode: verdict.declineCode, message: verdict.message, charge, paymentMethod },
});
