// Whose tax number is one, and what tax is due for a service sold by wire. The provider works out the amounts; this says what it is told.
import type { TaxDetails, TaxStanding } from '../contract.ts';

/** Where the seller is, unless this installation's provider is told otherwise. */
export const SELLER_COUNTRY = 'ES';

/** The shapes of the tax numbers of the Union, without the letters of their country. */
const EU_SHAPES: Readonly<Record<string, RegExp>> = {
  ...{ AT: /^U\d{8}$/, BE: /^[01]\d{9}$/, BG: /^\d{9,10}$/, CY: /^\d{8}[A-Z]$/, CZ: /^\d{8,10}$/, DE: /^\d{9}$/ },
  ...{ DK: /^\d{8}$/, EE: /^\d{9}$/, ES: /^[A-Z0-9]\d{7}[A-Z0-9]$/, FI: /^\d{8}$/, FR: /^[A-HJ-NP-Z0-9]{2}\d{9}$/ },
  ...{ GR: /^\d{9}$/, HR: /^\d{11}$/, HU: /^\d{8}$/, IE: /^(\d[A-Z0-9+*]\d{5}[A-Z]|\d{7}[A-W][A-I])$/, IT: /^\d{11}$/ },
  ...{ LT: /^(\d{9}|\d{12})$/, LU: /^\d{8}$/, LV: /^\d{11}$/, MT: /^\d{8}$/, NL: /^\d{9}B\d{2}$/, PL: /^\d{10}$/ },
  ...{ PT: /^\d{9}$/, RO: /^\d{2,10}$/, SE: /^\d{12}$/, SI: /^\d{8}$/, SK: /^\d{10}$/ },
};

/** The countries whose businesses VIES knows. */
export const isInUnion = (country: string): boolean => country in EU_SHAPES;

/** The letters before a number of the Union; those of Greece are not its code. */
export const vatPrefixOf = (country: string): string => (country === 'GR' ? 'EL' : country);

const LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';
const letterOf = (digits: string): string => LETTERS.charAt(Number(digits) % 23);

/** Whether the control of a Spanish number fits: of a person's (DNI, NIE and the special K, L, M) or of a company's. */
export function isSpanishId(value: string): boolean {
  const person = /^([XYZ]?)(\d{7,8})([A-Z])$/.exec(value);
  if (person && (person[1] ? 7 : 8) === person[2]?.length)
    return letterOf(`${person[1] ? 'XYZ'.indexOf(person[1]) : ''}${person[2]}`) === person[3];
  const special = /^[KLM](\d{7})([A-Z])$/.exec(value);
  if (special) return letterOf(special[1] as string) === special[2];
  const company = /^([ABCDEFGHJNPQRSUVW])(\d{7})([0-9A-J])$/.exec(value);
  if (!company) return false;
  const [, kind, digits, control] = company as unknown as [string, string, string, string];
  const sum = [...digits].reduce((all, digit, place) => {
    const doubled = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return all + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  const check = (10 - (sum % 10)) % 10;
  const letter = 'JABCDEFGHI'.charAt(check);
  if ('NPQRSW'.includes(kind)) return control === letter;
  return 'ABEH'.includes(kind) ? control === String(check) : control === String(check) || control === letter;
}

/**
 * A tax number as it is kept: without what stands between its signs, and of the Union without the letters of its country; null when it is
 * none of that country. What other countries call one is believed.
 */
export function readTaxId(country: string, written: string): string | null {
  const bare = written.toUpperCase().replace(/[\s.,/_-]/g, '');
  if (!isInUnion(country)) return /^[A-Z0-9]{4,25}$/.test(bare) ? bare : null;
  const prefix = vatPrefixOf(country);
  const shape = EU_SHAPES[country] as RegExp;
  // a French key may be letters that look like its country's
  const value = shape.test(bare) || !bare.startsWith(prefix) ? bare : bare.slice(prefix.length);
  if (country === 'ES') return isSpanishId(value) ? value : null;
  return shape.test(value) ? value : null;
}

/** Whether VIES is asked about it: of a business in another country of the Union, whose tax depends on the answer. */
export const asksVies = ({ country, taxId }: Pick<TaxDetails, 'country' | 'taxId'>, seller = SELLER_COUNTRY): boolean =>
  taxId !== null && country !== seller && isInUnion(country);

// part of the country, but not of the territory of its value added tax: Las Palmas, Santa Cruz de Tenerife, Ceuta, Melilla
const OUTSIDE_IN_SPAIN = /^(35|38|51|52)/;

/** Whether a postcode is one of Spain: five digits that begin with a province. */
export const isSpanishPostcode = (postcode: string): boolean => /^(0[1-9]|[1-4]\d|5[0-2])\d{3}$/.test(postcode);

/** What is due of a buyer: the seller's own tax, that of the buyer's country, what the buyer pays themselves, or none. */
export type Taxed = 'own' | 'theirs' | 'reverse' | 'none';

/** The tax of a service sold by wire. A business of the Union pays it itself once VIES has said that it is one, and not before. */
export function taxOf(
  { country, postcode }: Pick<TaxDetails, 'country' | 'postcode'>,
  standing: TaxStanding,
  seller = SELLER_COUNTRY,
): Taxed {
  if (country === 'ES' && OUTSIDE_IN_SPAIN.test(postcode)) return 'none';
  if (country === seller) return 'own';
  if (!isInUnion(country)) return 'none';
  return standing === 'confirmed' ? 'reverse' : 'theirs';
}
