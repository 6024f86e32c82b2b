import { storableJson } from '../kernel/index.ts';
import { billingErrors, SaveTaxDetails, type TaxDetails } from './contract.ts';
import { asksVies, isSpanishPostcode, readTaxId } from './rules.ts';
import { sellingVerb } from './store.ts';

/**
 * Writes down whom the account's invoices are made out to. Until VIES has confirmed a number of the Union, tax is charged. Throws
 * billing.taxIdWrong, billing.postcodeWrong.
 */
export const saveTaxDetails = sellingVerb({
  input: SaveTaxDetails,
  async run({ ctx, door }, { taxId: written, line2, ...rest }): Promise<{ ok: true }> {
    const { country, postcode } = rest;
    const taxId = written === '' ? null : readTaxId(country, written);
    if (written !== '' && taxId === null) throw billingErrors.taxIdWrong({ country });
    if (country === 'ES' && !isSpanishPostcode(postcode)) throw billingErrors.postcodeWrong();
    const details: TaxDetails = { ...rest, line2: line2 || null, taxId };
    const standing = asksVies(details) ? 'asked' : 'none';
    await ctx.db`
      select guard.save_tax_details(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${storableJson(details)}::text::jsonb, ${standing})`;
    ctx.ports.hints.emitted();
    return { ok: true };
  },
});
