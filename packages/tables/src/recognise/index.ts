// Says from which product a file is and what its columns are, as a proposal that a person confirms.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Row } from '../read/index.ts';
import { type Product, plain, signatures, synonyms, type Target, targets } from './headers.ts';

export { type Product, plain, products, type Target, targets } from './headers.ts';

export type Recognised = { product: Product | null; mapping: Target[] };

/** Of these there is one column at most; a second one would say the same thing twice. */
const SINGLE: ReadonlySet<Target> = new Set<Target>([
  'name',
  'given',
  'family',
  'company',
  'city',
  'country',
  'birthday',
  'language',
  'kind',
  'owner',
  'dial',
  'consent',
]);
const SHORT: ReadonlySet<string> = new Set(['nombre', 'nome', 'name']);
const LISTS = /^(?:phone|e mail|tel|email) \d+( value)?$/;

/**
 * `sample` are a few rows of the file: a column that is called nothing we know is known by what stands in it.
 */
export function recognise(columns: readonly string[], sample: readonly Row[]): Recognised {
  const names = columns.map(plain);
  const held = new Set(names);
  const signature = signatures.find(({ any }) => any.some((each) => each.every((name) => held.has(name))));
  const taken = new Set<Target>();
  // beside a whole name, or a family's, "nombre" is the given one
  const isPart = names.some(
    (name) => synonyms.family.includes(name) || (synonyms.name.includes(name) && !SHORT.has(name)),
  );
  const mapping = names.map((name, index): Target => {
    const told = targetOf(name, signature?.own) ?? guess(sample, index);
    const found = told === 'name' && isPart && SHORT.has(name) && !signature ? 'given' : told;
    if (found === 'skip') return 'skip';
    if (SINGLE.has(found)) {
      if (taken.has(found)) return 'skip';
      taken.add(found);
    }
    return found;
  });
  settleNames(mapping);
  return { product: signature?.product ?? null, mapping };
}

function targetOf(name: string, own: Readonly<Record<string, Target>> | undefined): Target | null {
  const particular = own?.[name];
  if (particular) return particular;
  if (LISTS.test(name)) return name.startsWith('e') ? 'email' : 'phone';
  // Google says beside each value which kind it is
  if (/^(phone|e mail|address|organization|website|event|relation|custom field) \d+ (label|type)$/.test(name))
    return 'skip';
  for (const target of targets) if (target !== 'skip' && synonyms[target].includes(name)) return target;
  const bare = name.replace(/ \d+$/, '');
  if (bare !== name)
    for (const target of ['phone', 'email'] as const) if (synonyms[target].includes(bare)) return target;
  return null;
}

/** What stands behind the name of a company's own field that is called like a column of ours. */
const marked = / \((?:campo|field)\)$/i;

/** Whether a column of this name means something by itself, so that a field of the same name would be taken for it. */
export const isKnownHeader = (name: string): boolean =>
  targetOf(plain(name), signatures.find(({ product }) => product === 'recado')?.own) !== null;

/** Columns that are nothing else and are called like a field of the company's own become that field; the first of each. */
export function matchFields(
  columns: readonly string[],
  mapping: readonly Target[],
  fields: readonly { id: string; label: string }[],
): Target[] {
  const taken = new Set<string>();
  return mapping.map((target, index): Target => {
    const column = columns[index] ?? '';
    if (target !== 'skip' || (isKnownHeader(column) && !marked.test(column))) return target;
    const name = plain(column.replace(marked, ''));
    const field = fields.find(({ id, label }) => plain(label) === name && !taken.has(id));
    if (!field || name === '') return target;
    taken.add(field.id);
    return `field:${field.id}`;
  });
}

/** "Nombre" beside "Apellidos" is a given name; a whole name beside both is more than its parts. */
function settleNames(mapping: Target[]): void {
  const name = mapping.indexOf('name');
  const given = mapping.indexOf('given');
  const family = mapping.indexOf('family');
  if (name !== -1 && family !== -1 && given === -1) mapping[name] = 'given';
  else if (name !== -1 && given !== -1) {
    mapping[given] = 'skip';
    if (family !== -1) mapping[family] = 'skip';
  }
}

/** What stands in a column, where most of its cells agree. */
function guess(sample: readonly Row[], index: number): Target {
  const values = sample.map((row) => row.cells[index] ?? '').filter((value) => value !== '');
  if (values.length < 2) return 'skip';
  const share = (test: (value: string) => boolean) => values.filter(test).length / values.length;
  if (share((value) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(value)) >= 0.7) return 'email';
  if (
    share(
      (value) =>
        /^\+?[\d\s().-]{9,20}$/.test(value) && !/^\d{4}-\d\d-\d\d/.test(value) && value.replace(/\D/g, '').length >= 9,
    ) >= 0.7
  )
    return 'phone';
  return 'skip';
}

/** Countries whose numbers a company here is likeliest to hold. */
const LIKELY: readonly CountryCode[] = [
  'ES',
  'MX',
  'AR',
  'CO',
  'CL',
  'PE',
  'BR',
  'PT',
  'US',
  'EC',
  'UY',
  'VE',
  'DO',
  'FR',
  'IT',
  'DE',
  'GB',
];

/**
 * The country that numbers without a prefix are of: the company's, unless most of a sample are no numbers there and are numbers somewhere else.
 */
export function guessCountry(numbers: readonly string[], home: string): string {
  const local = numbers
    .map((number) => number.replace(/[^\d+]/g, ''))
    .filter((number) => number.length >= 7 && !/^(\+|00)/.test(number))
    .slice(0, 200);
  if (local.length < 3) return home;
  const fits = (country: string) =>
    local.filter((number) => parsePhoneNumberFromString(number, country as CountryCode)?.isValid() === true).length /
    local.length;
  if (fits(home) >= 0.5) return home;
  let best = { country: home, share: Math.max(0.6, fits(home) + 0.2) };
  for (const country of LIKELY) {
    const share = fits(country);
    if (share > best.share) best = { country, share };
  }
  return best.country;
}

/** The country of a number in digits; null where it tells none. */
export const countryOf = (digits: string): string | null => parsePhoneNumberFromString(`+${digits}`)?.country ?? null;
