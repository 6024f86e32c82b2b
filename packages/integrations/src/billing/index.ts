import type { BillingProvider } from '@recado/core/billing/contract';
import { cancel, change, preview, resume, undiscount, unplan } from './change.ts';
import { checkout, ensureCustomer, portal } from './checkout.ts';
import { credit, fetchDispute } from './disputes.ts';
import { fetchState } from './fetch-state.ts';
import { listChanged, verifyWebhook } from './hear-events.ts';
import { pay, refund } from './money-back.ts';
import { isLiveKey, reachStripe, type StripeOptions } from './stripe-client.ts';
import { writeTax } from './tax.ts';
import { writePrices } from './write-prices.ts';

/**
 * Billing by Stripe, through its own SDK. Calls take 20 seconds at most and are tried again twice where the network or Stripe fails; what
 * changes something carries a key, so that it is done once. Throws for what is no secret key, and for a live one with another `api`.
 */
export function stripeBilling(options: StripeOptions): BillingProvider {
  const reach = reachStripe(options);
  const { ask } = reach;
  return {
    isLive: isLiveKey(options.secretKey),
    writePrices: (prices) => ask(() => writePrices(reach, prices)),
    ensureCustomer: (asked, request) => ask(() => ensureCustomer(reach, asked, request)),
    writeTax: (asked, request) => ask(() => writeTax(reach, asked, request)),
    checkout: (asked, request) => ask(() => checkout(reach, asked, request)),
    portal: (asked, request) => ask(() => portal(reach, asked, request)),
    preview: (asked) => ask(() => preview(reach, asked)),
    change: (asked, request) => ask(() => change(reach, asked, request)),
    cancel: (asked, request) => ask(() => cancel(reach, asked, request)),
    unplan: (asked, request) => ask(() => unplan(reach, asked, request)),
    undiscount: (asked, request) => ask(() => undiscount(reach, asked, request)),
    resume: (asked, request) => ask(() => resume(reach, asked, request)),
    pay: (asked, request) => ask(() => pay(reach, asked, request)),
    refund: (asked, request) => ask(() => refund(reach, asked, request)),
    credit: (asked, request) => ask(() => credit(reach, asked, request)),
    fetchDispute: (id) => ask(() => fetchDispute(reach, id)),
    fetchState: (customer) => ask(() => fetchState(reach, customer)),
    listChanged: (since) => ask(() => listChanged(reach, since)),
    verifyWebhook: (...call) => verifyWebhook(reach, options, call),
  };
}
