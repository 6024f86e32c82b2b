/** A whole number of cents: halves go away from zero, so that a credit is the mirror of its debit. */
export function rounded(numerator: number, denominator: number): number {
  const sign = numerator < 0 !== denominator < 0 ? -1n : 1n;
  const [n, d] = [numerator, denominator].map((each) => BigInt(Math.abs(each))) as [bigint, bigint];
  const whole = Number(sign * ((2n * n + d) / (2n * d)));
  return whole === 0 ? 0 : whole;
}

/** The share of an amount that falls on what is left of a period. */
export const shareLeft = (amount: number, at: number, period: { start: number; end: number }): number =>
  rounded(amount * Math.max(0, period.end - Math.max(at, period.start)), period.end - period.start);

/** Parts of a whole in proportion to weights; the cents that remain go to the largest remainders, so that the sum is exact. */
export function spread(whole: number, weights: number[]): number[] {
  const sum = weights.reduce((total, each) => total + each, 0);
  if (sum === 0) return weights.map(() => 0);
  const parts = weights.map((weight) => Math.floor((whole * weight) / sum));
  let rest = whole - parts.reduce((total, each) => total + each, 0);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (whole * weight) % sum }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (rest <= 0) break;
    parts[index] = (parts[index] as number) + 1;
    rest -= 1;
  }
  return parts;
}
