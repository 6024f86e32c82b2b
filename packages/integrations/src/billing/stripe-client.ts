import type { BillingProvider } from '@recado/core/billing/contract';
import Stripe from 'stripe';
import { translateError } from './translate-error.ts';

/** What the adapter is made with. */
export type StripeOptions = {
  secretKey: string;
  /** Those of the endpoint; the former one beside the new while it is replaced. */
  webhookSecrets: readonly string[];
  /** Where it speaks to instead of Stripe: the simulator on this machine. No live key goes there. */
  api?: { host: string; port: number; protocol: 'http' | 'https' };
  now?: () => Date;
  /** How long one call may take, in milliseconds. */
  timeoutMs?: number;
};

/** What the parts of the adapter share. */
export type Reach = {
  stripe: Stripe;
  now: () => Date;
  /** Makes calls, and says what they refuse in billing's errors. */
  ask<Answer>(calls: () => Promise<Answer>): Promise<Answer>;
};

/** What a verb of the port is asked with, beside the key of the request. */
export type Asked<Verb extends keyof BillingProvider> = BillingProvider[Verb] extends (
  asked: infer One,
  ...rest: never
) => unknown
  ? One
  : never;

const TIMEOUT_MS = 20_000;
const RETRIES = 2;

export const isLiveKey = (key: string): boolean => /^(sk|rk)_live_/.test(key);

/** Throws for what is no secret key, and for a live one that would go elsewhere than to Stripe. */
export function reachStripe({ secretKey, api, now = () => new Date(), timeoutMs = TIMEOUT_MS }: StripeOptions): Reach {
  if (!/^(sk|rk)_(live|test)_\w+$/.test(secretKey))
    throw new Error('A secret key of Stripe begins with sk_test_, sk_live_, rk_test_ or rk_live_.');
  if (api && isLiveKey(secretKey)) throw new Error(`A live key goes to Stripe and nowhere else; not to ${api.host}.`);
  const stripe = new Stripe(secretKey, { ...api, telemetry: false, maxNetworkRetries: RETRIES, timeout: timeoutMs });
  return {
    ...{ stripe, now },
    async ask(calls) {
      try {
        return await calls();
      } catch (error) {
        throw translateError(error);
      }
    },
  };
}

/** The key under which Stripe does one step of a request once. */
export const once = (request: string, step: string): { idempotencyKey: string } => ({
  idempotencyKey: `${request}:${step}`,
});

export const idOf = (of: string | { id: string }): string => (typeof of === 'string' ? of : of.id);
export const whole = <Kind extends { id: string }>(of: string | Kind | null | undefined): Kind | null =>
  typeof of === 'object' ? (of ?? null) : null;

export const moment = (seconds: number): Date => new Date(seconds * 1000);
export const momentOrNull = (seconds: number | null | undefined): Date | null =>
  typeof seconds === 'number' ? moment(seconds) : null;
export const seconds = (moment: Date): number => Math.floor(moment.getTime() / 1000);
