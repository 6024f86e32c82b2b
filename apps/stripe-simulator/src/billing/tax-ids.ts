import { EU_RATES } from '../money/tax.ts';
import { showTaxId } from '../render/customers.ts';
import { emit, follow, type Sim } from '../sim.ts';
import type { TaxId } from '../state/records.ts';
import { refused } from '../wire/stripe-error.ts';

// an answer of VIES takes a moment
const VIES_SECONDS = 5;

const SHAPES: Readonly<Record<string, RegExp>> = {
  eu_vat: /^[A-Z]{2}[0-9A-Z+*]{2,12}$/,
  es_cif: /^[A-Z0-9]\d{7}[A-Z0-9]$/,
  gb_vat: /^GB(\d{9}|\d{12}|(GD|HA)\d{3})$/,
};

/** Notes a tax id of a customer; those of the Union are then asked of VIES. */
export function addTaxId(sim: Sim, customer: string, type: string, written: string): TaxId {
  const value = written.replace(/[\s.-]/g, '').toUpperCase();
  const isEu = type === 'eu_vat';
  const shape = SHAPES[type];
  const country = value.slice(0, 2).replace('EL', 'GR');
  if ((shape && !shape.test(value)) || (isEu && !(country in EU_RATES)) || !/^[a-z]{2}_[a-z]+$/.test(type))
    throw refused(`Invalid value for ${type}.`, { code: 'tax_id_invalid', param: 'value' });
  const known = sim.world.taxIds
    .peek()
    .find((each) => each.customer === customer && each.type === type && each.value === value);
  if (known) return sim.world.taxIds.get(known.id);
  const taxId = sim.world.taxIds.add({
    ...{ id: sim.id('txi', 24), created: sim.now(), customer, type, value, status: isEu ? 'pending' : 'unavailable' },
    ...{ name: null, address: null, answersAt: isEu ? sim.now() + VIES_SECONDS : null },
  });
  emit(sim, 'customer.tax_id.created', showTaxId(sim, taxId));
  return taxId;
}

/** What VIES says of a number: what was said it would, what Stripe's magic numbers say, or else what it says of everybody. */
export function askVies(
  sim: Sim,
  value: string,
): { status: TaxId['status']; name: string | null; address: string | null } {
  const said = sim.world.vies.find(value);
  if (said) return said;
  const digits = value.slice(2);
  const { vies } = sim.settings();
  if (/^2+$/.test(digits)) return { status: 'pending', name: null, address: null };
  const isGood = /^0+$/.test(digits) || (!/^1+$/.test(digits) && vies === 'verified');
  if (!isGood && !/^[01]+$/.test(digits) && vies === 'down') return { status: 'pending', name: null, address: null };
  return isGood
    ? { status: 'verified', name: 'Empresa de prueba', address: 'Calle de prueba 1' }
    : { status: 'unverified', name: null, address: null };
}

/** The answer of VIES comes in. */
export function verifyTaxId(sim: Sim, taxId: TaxId): void {
  follow(
    sim,
    'customer.tax_id.updated',
    taxId.id,
    () => showTaxId(sim, taxId),
    () => {
      const { status, name, address } = askVies(sim, taxId.value);
      Object.assign(taxId, { status, name, address, answersAt: null });
    },
  );
}
