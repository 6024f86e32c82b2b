import { describe, expect, it } from 'vitest';
import { creditOf, offlinePlaces } from './index.ts';

const places = offlinePlaces();

describe('the place of an address', () => {
  it.each([
    ['88.1.2.3', 'ES'],
    ['2a02:9130::1', 'ES'],
    ['200.147.3.157', 'BR'],
    ['8.8.8.8', 'US'],
  ])('%s is in %s', (address, country) => {
    expect(places.of(address)).toBe(country);
  });

  it.each([
    '127.0.0.1',
    '::1',
    '10.1.2.3',
    '172.31.255.1',
    '192.168.1.1',
    '100.64.9.9',
    '169.254.1.1',
    '203.0.113.4',
    'fd00::1',
    'fe80::1',
    '2001:db8::1',
    'no address',
    '',
  ])('%s is nowhere', (address) => {
    expect(places.of(address)).toBeNull();
  });

  it('is unknown without an address', () => {
    expect(places.of(null)).toBeNull();
  });

  it('is not guessed when the table cannot be read', () => {
    expect(() => offlinePlaces({ cityFile: import.meta.filename })).toThrow();
  });

  it.each([
    ['DBIP-City-Lite', 'DB-IP'],
    ['DBIP-Location (compat=City)', 'DB-IP'],
    ['GeoLite2-City', 'MaxMind GeoLite'],
    ['IP2Location-Lite-DB11', 'IP2Location LITE'],
    ['GeoIP2-City', undefined],
  ])('from a table of the kind %s names %s', (kind, name) => {
    expect(creditOf(kind)?.name).toBe(name);
  });

  it('from the table of countries that comes along owes nobody a name', () => {
    expect(places.credit).toBeNull();
  });
});
