import type { TaxToPrint } from '@recado/core/billing/contract';
import Stripe from 'stripe';
import { type Asked, once, type Reach } from './stripe-client.ts';

/** What Stripe calls the tax numbers of countries outside the Union that it prints. */
const TYPES: Readonly<Record<string, Stripe.TaxId.Type>> = {
  ...{ ES: 'es_cif', AD: 'ad_nrt', AR: 'ar_cuit', BO: 'bo_tin', BR: 'br_cnpj', CH: 'ch_vat', CL: 'cl_tin' },
  ...{ CO: 'co_nit', CR: 'cr_tin', DO: 'do_rcn', EC: 'ec_ruc', GB: 'gb_vat', MX: 'mx_rfc', NO: 'no_vat' },
  ...{ PE: 'pe_ruc', PY: 'py_ruc', SV: 'sv_nit', US: 'us_ein', UY: 'uy_ruc', VE: 've_rif' },
};

const typeOf = (taxId: TaxToPrint['taxId']): Stripe.TaxId.Type | undefined =>
  taxId?.isUnion ? 'eu_vat' : TYPES[taxId?.country ?? ''];

/** Makes a customer what is to be printed: first who pays the tax, so that no invoice leaves it off for a number that was there before. */
export async function writeTax(
  { stripe }: Reach,
  { customer, tax }: Asked<'writeTax'>,
  request: string,
): Promise<{ isIdTaken: boolean }> {
  const { line1, line2, city, postcode, country } = tax.address;
  await stripe.customers.update(
    customer,
    {
      name: tax.name,
      address: { line1, line2: line2 ?? '', city, postal_code: postcode, country },
      tax_exempt: tax.isReverseCharge ? 'reverse' : 'none',
    },
    once(request, 'tax'),
  );
  const type = typeOf(tax.taxId);
  const value = tax.taxId?.value;
  const { data } = await stripe.customers.listTaxIds(customer, { limit: 100 });
  const same = data.find((each) => each.type === type && each.value === value);
  for (const { id } of data) if (id !== same?.id) await stripe.customers.deleteTaxId(customer, id);
  if (!value) return { isIdTaken: true };
  if (!type) return { isIdTaken: false };
  if (same) return { isIdTaken: true };
  try {
    await stripe.customers.createTaxId(customer, { type: type as Stripe.TaxIdCreateParams.Type, value });
    return { isIdTaken: true };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'tax_id_invalid')
      return { isIdTaken: false };
    throw error;
  }
}
