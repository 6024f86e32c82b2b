import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { BlockList, isIP } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';

const COUNTRIES = '@ip-location-db/geo-whois-asn-country-mmdb/geo-whois-asn-country.mmdb';

/** Networks that are nowhere: private, shared, local, and those that documents use. */
const nowhere = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['192.0.2.0', 24],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
  ['2001:db8::', 32],
] as const)
  nowhere.addSubnet(network, prefix, 'ipv6');

/** The place of an address: a country's code, or the code, a space and a city near it; null where nothing is known. Asks nobody. */
export type Places = {
  of(address: string | null): string | null;
  /** Whom the licence of the table asks to be named where its places are shown; null for the one that comes along, which asks nothing. */
  credit: PlaceCredit | null;
};

/** A name and the page that it leads to. */
export type PlaceCredit = { name: string; url: string };

/** The tables of cities that may be given away, and ask to be named, by the kind that each writes into itself. */
const CREDITS: [RegExp, PlaceCredit][] = [
  [/db-?ip/i, { name: 'DB-IP', url: 'https://db-ip.com' }],
  [/geolite/i, { name: 'MaxMind GeoLite', url: 'https://www.maxmind.com' }],
  [/ip2location/i, { name: 'IP2Location LITE', url: 'https://lite.ip2location.com' }],
];

/** Whom a table of this kind asks to be named. */
export const creditOf = (kind: string): PlaceCredit | null =>
  CREDITS.find(([pattern]) => pattern.test(kind))?.[1] ?? null;

/**
 * Reads places from tables on this machine: countries from the one that comes along (CC0), or countries and cities from `cityFile`, an MMDB
 * of the operator's. Throws when that cannot be read. Some 8 MB of memory for the countries.
 */
export function offlinePlaces(options: { cityFile?: string | undefined } = {}): Places {
  const file = options.cityFile ?? createRequire(import.meta.url).resolve(COUNTRIES);
  const reader = new Reader<Response>(readFileSync(file));
  return {
    credit: creditOf(reader.metadata.databaseType),
    of(address) {
      const family = address ? isIP(address) : 0;
      if (!address || family === 0 || nowhere.check(address, family === 4 ? 'ipv4' : 'ipv6')) return null;
      const found = reader.get(address) as Found | null;
      const country = found?.country_code ?? found?.country?.iso_code;
      if (!country || !/^[A-Z]{2}$/.test(country)) return null;
      const city = typeof found?.city === 'string' ? found.city : (found?.city?.names?.es ?? found?.city?.names?.en);
      return city ? `${country} ${city.slice(0, 80)}` : country;
    },
  };
}

/** The two ways in which such tables are written. */
type Found = {
  country_code?: string;
  country?: { iso_code?: string };
  city?: string | { names?: { es?: string; en?: string } };
};
