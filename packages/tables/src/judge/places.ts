import { getCountries } from 'libphonenumber-js/max';
import { plain } from '../recognise/index.ts';

/** Names of countries in the three languages, and what people write instead of them. */
const known = new Map<string, string>();
for (const code of getCountries()) {
  known.set(code.toLowerCase(), code);
  for (const language of ['es', 'en', 'pt']) {
    const name = new Intl.DisplayNames([language], { type: 'region' }).of(code);
    if (name) known.set(plain(name), code);
  }
}
const others: Record<string, string> = {
  uk: 'GB',
  'reino unido': 'GB',
  england: 'GB',
  inglaterra: 'GB',
  usa: 'US',
  eeuu: 'US',
  'ee uu': 'US',
  'estados unidos de america': 'US',
  'united states of america': 'US',
  eua: 'US',
  mejico: 'MX',
  'republica dominicana': 'DO',
  'rep dominicana': 'DO',
  esp: 'ES',
  mex: 'MX',
  arg: 'AR',
  bra: 'BR',
  col: 'CO',
  chl: 'CL',
  per: 'PE',
  prt: 'PT',
  holanda: 'NL',
  espanya: 'ES',
  catalunya: 'ES',
  brasil: 'BR',
};
for (const [name, code] of Object.entries(others)) known.set(name, code);

export const readCountry = (cell: string): string | null => known.get(plain(cell)) ?? null;

const languages = new Map<string, string>();
for (const code of 'es ca eu gl en pt fr it de nl ro pl uk ru ar zh ja'.split(' ')) {
  languages.set(code, code);
  for (const language of ['es', 'en', 'pt']) {
    const name = new Intl.DisplayNames([language], { type: 'language' }).of(code);
    if (name) languages.set(plain(name), code);
  }
}

/** es, es_ES, "Spanish", "español (España)": all are es. */
export function readLanguage(cell: string): string | null {
  const text = plain(cell);
  return languages.get(text) ?? languages.get(text.split(' ')[0] ?? '') ?? null;
}
