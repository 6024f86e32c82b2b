import { describe, expect, test } from 'vitest';
import type { TaxDetails } from './contract.ts';
import { asksVies, isSpanishPostcode, readTaxId, taxOf, taxToPrint } from './rules.ts';

describe('a tax number', () => {
  test.each([
    // 12345678 mod 23 is 14, whose letter is Z
    ...[['12345678Z'], ['12.345.678-z'], ['00000000T'], ['00000001R']],
    // X stands for 0, Y for 1, Z for 2: 01234567 mod 23 is 19, whose letter is L
    ...[['X1234567L'], ['Y1234567X'], ['Z1234567R']],
    // of companies: odd places doubled; B12345674: 2+2+6+4+1+6+5 = 26, so 4
    ...[['B12345674'], ['A58818501'], ['ESB12345674'], ['es b-12345674'], ['Q2826000H'], ['G12345674'], ['P1234567D']],
    ...[['K1234567L'], ['M1234567L']],
  ])('of Spain is known by its control: %s', (written) => {
    expect(readTaxId('ES', written)).toMatch(/^[A-Z0-9]{9}$/);
  });

  test.each([
    ...[
      '12345678A',
      'B12345675',
      'X1234567M',
      'Q28260008',
      'A5881850A',
      '1234567L',
      'B1234567',
      'ESTO NO',
      '',
      'I12345674',
    ],
    'PT501964843',
  ])('of Spain with another control is none: "%s"', (written) => {
    expect(readTaxId('ES', written)).toBe(null);
  });

  test.each([
    ['PT', 'PT501964843', '501964843'],
    ['PT', '501 964 843', '501964843'],
    ['GR', 'EL123456789', '123456789'],
    ['FR', 'FR40303265045', '40303265045'],
    ['FR', 'FRK7399859412', 'K7399859412'],
    ['FR', 'FR01234567', null],
    ['DE', 'DE12345678', null],
    ['DE', 'FR123456789', null],
    ['NL', 'NL123456789B01', '123456789B01'],
    ['AT', 'ATU12345678', 'U12345678'],
    ['IE', 'IE6388047V', '6388047V'],
    ['MX', 'ABC-680524-P76', 'ABC680524P76'],
    ['GB', 'x', null],
  ])('of %s has the form of its country: %s', (country, written, kept) => {
    expect(readTaxId(country, written)).toBe(kept);
  });
});

const of = (more: Partial<TaxDetails>): TaxDetails => ({
  ...{ name: 'Ana SL', line1: 'Calle 1', line2: null, city: 'Aquí', postcode: '28001', country: 'ES', taxId: null },
  ...more,
});

test.each([
  ['Madrid', of({}), 'none', 'own'],
  ['Las Palmas', of({ postcode: '35001' }), 'none', 'none'],
  ['Tenerife', of({ postcode: '38001' }), 'none', 'none'],
  ['Ceuta', of({ postcode: '51001' }), 'none', 'none'],
  ['Melilla', of({ postcode: '52001' }), 'none', 'none'],
  ['a company in Madrid', of({ taxId: 'B12345674' }), 'none', 'own'],
  ['somebody in Lisbon', of({ country: 'PT', postcode: '1000-001' }), 'none', 'theirs'],
  ['a company in Lisbon that VIES is asked about', of({ country: 'PT', taxId: '501964843' }), 'asked', 'theirs'],
  ['a company in Lisbon that VIES confirmed', of({ country: 'PT', taxId: '501964843' }), 'confirmed', 'reverse'],
  ['a number in Lisbon that VIES refused', of({ country: 'PT', taxId: '501964843' }), 'refused', 'theirs'],
  // a postcode of another country means nothing here
  [
    'a company in Sens, whose postcode looks like Las Palmas',
    of({ country: 'FR', postcode: '35000' }),
    'none',
    'theirs',
  ],
  ['Mexico', of({ country: 'MX', postcode: '06000' }), 'none', 'none'],
  ['London', of({ country: 'GB', postcode: 'SW1A 1AA', taxId: 'GB123456789' }), 'none', 'none'],
] as const)('the tax of %s', (_who, details, standing, taxed) => {
  expect(taxOf(details, standing)).toBe(taxed);
});

test('VIES is asked of businesses elsewhere in the Union only', () => {
  expect(asksVies(of({ country: 'PT', taxId: '501964843' }))).toBe(true);
  expect(asksVies(of({ country: 'PT' }))).toBe(false);
  expect(asksVies(of({ taxId: 'B12345674' }))).toBe(false);
  expect(asksVies(of({ country: 'MX', taxId: 'ABC680524P76' }))).toBe(false);
});

test('a number that VIES has not confirmed is kept from the provider, which would leave the tax off for its shape', () => {
  const lisbon = of({ country: 'PT', taxId: '501964843' });
  for (const standing of ['asked', 'refused'] as const)
    expect(taxToPrint(lisbon, standing)).toMatchObject({ taxId: null, isReverseCharge: false });
  expect(taxToPrint(lisbon, 'confirmed')).toMatchObject({
    ...{ taxId: { country: 'PT', value: 'PT501964843', isUnion: true }, isReverseCharge: true },
  });
  expect(taxToPrint(of({ country: 'GR', taxId: '123456789' }), 'confirmed').taxId?.value).toBe('EL123456789');
  // a Spanish one changes no tax and is printed as it is
  expect(taxToPrint(of({ taxId: 'B12345674' }), 'none')).toMatchObject({
    ...{ taxId: { country: 'ES', value: 'B12345674', isUnion: false }, isReverseCharge: false },
  });
});

test('a postcode of Spain has five digits and begins with a province', () => {
  for (const good of ['01001', '28001', '35001', '52001']) expect(isSpanishPostcode(good)).toBe(true);
  for (const bad of ['00001', '53001', '99999', '2800', '280011', 'SW1A', ''])
    expect(isSpanishPostcode(bad)).toBe(false);
});
