// Whoever brings somebody who pays, and who comes by them: what each has for it.
import { MONEY_BACK_DAYS } from './money-back.ts';

/** What a referrer chooses between: a share of each invoice that is paid, for good, or a month of its own for each who pays. */
export const rewards = ['month', 'share'] as const;
export type Reward = (typeof rewards)[number];

/** Of each invoice without its tax, in percent. */
export const SHARE_PERCENT = 20;
/** Of the first invoice of whoever came, without its tax, on their next one. */
export const WELCOME_PERCENT = 20;
/** Days from a payment until it counts: in them all of it may be asked back. */
export const REFERRAL_DAYS = MONEY_BACK_DAYS;

/** A code as somebody writes it, or the link that it came in. */
export const readCode = (written: string): string => {
  const bare = written.trim().toLowerCase();
  return /[?&]ref=([0-9a-f]{8})\b/.exec(bare)?.[1] ?? bare.replace(/[\s-]/g, '');
};

/** When a payment counts. */
export const countsFrom = (paidAt: Date): Date => new Date(paidAt.getTime() + REFERRAL_DAYS * 86_400_000);
