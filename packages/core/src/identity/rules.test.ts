import { expect, it } from 'vitest';
import { networkOf, placeName } from './rules.ts';

it('counts an IPv4 address alone and an IPv6 address with its /64', () => {
  expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  expect(networkOf(null)).toBe('');
  for (const address of ['2001:db8:0:1::5', '2001:DB8::1:aaaa:bbbb:cccc:dddd', '2001:0db8:0000:0001:1:2:3:4'])
    expect(networkOf(address)).toBe('2001:db8:0:1');
  expect(networkOf('::1')).toBe('0:0:0:0');
});

it('says a place in the language of whoever reads it', () => {
  expect([placeName('ES', 'es'), placeName('DE', 'en'), placeName('ES Alcalá de Henares', 'es')]).toEqual([
    'España',
    'Germany',
    'Alcalá de Henares, España',
  ]);
  expect(placeName('cerca', 'es')).toBe('cerca');
});
