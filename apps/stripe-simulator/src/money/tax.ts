import type { Address } from '../state/records.ts';
import { rounded } from './amounts.ts';

/** Standard rates of the Union in hundredths of a percent. */
export const EU_RATES: Readonly<Record<string, number>> = {
  ...{ AT: 2000, BE: 2100, BG: 2000, CY: 1900, CZ: 2100, DE: 1900, DK: 2500, EE: 2400, ES: 2100, FI: 2550, FR: 2000 },
  ...{ GR: 2400, HR: 2500, HU: 2700, IE: 2300, IT: 2200, LT: 2100, LU: 1700, LV: 2100, MT: 1800, NL: 2100, PL: 2300 },
  ...{ PT: 2300, RO: 2100, SE: 2500, SI: 2200, SK: 2300 },
};

export type TaxAnswer = { rate: number; reason: string; country: string | null };
export type Buyer = { address: Address | null; taxExempt: string; isVerifiedBusiness: boolean };

// part of the country, but not of the territory of its value added tax: the Canary Islands, Ceuta and Melilla
const OUTSIDE_IN_SPAIN = /^(35|38|51|52)\d{3}$/;

/** The rate at a buyer's place, or nothing where no tax of the Union is due. */
function rateAt(country: string, postcode: string): number | undefined {
  if (country === 'ES' && OUTSIDE_IN_SPAIN.test(postcode)) return undefined;
  if (country === 'PT' && /^9[0-4]/.test(postcode)) return 2200;
  if (country === 'PT' && /^9[5-9]/.test(postcode)) return 1600;
  return EU_RATES[country];
}

/** What a seller in the Union owes for a service sold by wire to this buyer. */
export function taxFor(seller: string, buyer: Buyer): TaxAnswer {
  const country = buyer.address?.country?.toUpperCase() ?? null;
  if (buyer.taxExempt === 'exempt') return { rate: 0, reason: 'customer_exempt', country };
  if (buyer.taxExempt === 'reverse') return { rate: 0, reason: 'reverse_charge', country };
  const rate = country ? rateAt(country, buyer.address?.postal_code?.replace(/\s/g, '') ?? '') : undefined;
  if (rate === undefined) return { rate: 0, reason: 'not_collecting', country };
  if (country !== seller && buyer.isVerifiedBusiness) return { rate: 0, reason: 'reverse_charge', country };
  return { rate, reason: 'standard_rated', country };
}

/** The tax on an amount, or in it. */
export const taxOn = (amount: number, rate: number, isInclusive: boolean): number =>
  isInclusive ? amount - rounded(amount * 10_000, 10_000 + rate) : rounded(amount * rate, 10_000);

/** Rates have ids that say what they are: `txr_es_2100_exclusive`. */
export const rateId = (country: string, rate: number, isInclusive: boolean): string =>
  `txr_${country.toLowerCase()}_${rate}_${isInclusive ? 'inclusive' : 'exclusive'}`;
