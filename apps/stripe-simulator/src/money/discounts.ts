import type { Coupon, Line } from '../state/records.ts';
import { rounded, spread } from './amounts.ts';

export type Applied = { discount: string; coupon: Coupon };

/** Takes discounts off lines, one after the other, each from what the ones before it left. */
export function applyDiscounts(
  lines: Line[],
  applied: Applied[],
  productOf: (price: string | null) => string | null,
): void {
  for (const line of lines) line.discounts = [];
  for (const { discount, coupon } of applied) {
    const open = lines.filter(
      (line) =>
        line.discountable &&
        line.amount > 0 &&
        (coupon.products.length === 0 || coupon.products.includes(productOf(line.price) ?? '')),
    );
    const left = open.map((line) => line.amount - line.discounts.reduce((sum, { amount }) => sum + amount, 0));
    const off = coupon.percentOff
      ? left.map((amount) => rounded(amount * Math.round((coupon.percentOff as number) * 100), 10_000))
      : spread(
          Math.min(
            coupon.amountOff ?? 0,
            left.reduce((sum, each) => sum + each, 0),
          ),
          left,
        );
    open.forEach((line, index) => {
      const amount = off[index] as number;
      if (amount > 0) line.discounts.push({ discount, amount });
    });
  }
}

/** What a line costs after its discounts. */
export const netOf = (line: Line): number => line.amount - line.discounts.reduce((sum, { amount }) => sum + amount, 0);
