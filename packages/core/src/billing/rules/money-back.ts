// Money back within thirty days of the first payment, all of it, without a reason.

/** Days from an account's first payment in which it may have everything back. */
export const MONEY_BACK_DAYS = 30;
const SPAN_MS = MONEY_BACK_DAYS * 86_400_000;

/** Until when, of an account that first paid at a moment. */
export const moneyBackUntil = (firstPaidAt: Date): Date => new Date(firstPaidAt.getTime() + SPAN_MS);

/** The earliest first payment of which money may be asked back at a moment. */
export const moneyBackFrom = (now: Date): Date => new Date(now.getTime() - SPAN_MS);
