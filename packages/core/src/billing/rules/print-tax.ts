import type { TaxDetails, TaxStanding, TaxToPrint } from '../contract.ts';
import { asksVies, isInUnion, taxOf, vatPrefixOf } from './tax.ts';

/**
 * What the provider is told of an account's tax. A number that VIES has not confirmed is kept from it: providers take a number for a
 * business's by its shape alone, and would leave the tax off.
 */
export function taxToPrint(details: TaxDetails, standing: TaxStanding): TaxToPrint {
  const { name, line1, line2, city, postcode, country, taxId } = details;
  const isShown = taxId !== null && (!asksVies(details) || standing === 'confirmed');
  const isUnion = isInUnion(country) && country !== 'ES';
  return {
    ...{ name, address: { line1, line2, city, postcode, country } },
    taxId: isShown ? { country, value: isUnion ? `${vatPrefixOf(country)}${taxId}` : taxId, isUnion } : null,
    isReverseCharge: taxOf(details, standing) === 'reverse',
  };
}
