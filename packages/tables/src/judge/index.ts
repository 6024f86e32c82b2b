// Judges a row: what contact it makes, or why it makes none. Pure: the same row is judged alike whenever it is asked.
import type { Row } from '../read/index.ts';
import { plain, type Target } from '../recognise/index.ts';
import { splitJoined } from '../words/index.ts';
import { readPhone, splitPhones } from './phone.ts';
import { readCountry, readLanguage } from './places.ts';
import type { Reason, ReasonCode } from './reasons.ts';
import {
  type DayOrder,
  isGarbled,
  type Read,
  readDay,
  readEmail,
  readNumber,
  readYesNo,
  splitWords,
} from './values.ts';

export { splitPhones } from './phone.ts';
export { type Reason, type ReasonCode, reasons } from './reasons.ts';
export { type DayOrder, dayOrderOf } from './values.ts';

export type JudgedField = {
  id: string;
  type: 'text' | 'number' | 'date' | 'boolean' | 'choice' | 'choices' | 'url' | 'email' | 'phone';
  options: readonly string[];
};

/** What a person confirmed of a file, and what the company knows. */
export type JudgePlan = {
  mapping: readonly Target[];
  /** Where numbers without a prefix are of. */
  country: string | null;
  dayOrder: DayOrder;
  /** YYYY-MM-DD where the company is. */
  today: string;
  fields: readonly JudgedField[];
  /** Members by what a file may call them: name and address, in small letters. */
  owners: Readonly<Record<string, string>>;
  /** Of a file that Recado wrote: what parts its numbers from their fractions. Its lists have a semicolon between their words and nothing else. */
  own?: { decimal: '.' | ',' } | undefined;
};

export type Draft = {
  name: string;
  phones: { digits: string; raw: string }[];
  email: string | null;
  company: string | null;
  city: string | null;
  country: string | null;
  birthday: string | null;
  language: string | null;
  kind: 'prospect' | 'customer' | 'vip' | null;
  tags: string[];
  consent: 'in' | 'out' | null;
  ownerId: string | null;
  notes: string | null;
  fields: Record<string, string | number | boolean | string[]>;
};

/** A contact with what was left out of it, or why there is none. */
export type Verdict = { draft: Draft; leftOut: Reason[] } | { draft: null; because: Reason[] };

const MOST_PHONES = 10;
const MOST_TAGS = 40;

const kinds: Record<string, Draft['kind']> = {
  prospecto: 'prospect',
  prospect: 'prospect',
  lead: 'prospect',
  'posible cliente': 'prospect',
  potencial: 'prospect',
  interesado: 'prospect',
  cliente: 'customer',
  customer: 'customer',
  client: 'customer',
  comprador: 'customer',
  vip: 'vip',
  'cliente vip': 'vip',
  preferente: 'vip',
};

/** The whole of a row. A value that is none is left out and told; without a number and an address there is nobody to write to. */
export function judgeRow(row: Row, plan: JudgePlan): Verdict {
  const refuse = (code: ReasonCode, column: number | null = null, value = ''): Verdict => ({
    draft: null,
    because: [{ code, column, value: value.slice(0, 80) }],
  });
  if (row.fault) return refuse(row.fault, null, row.cells.find((cell) => cell !== '') ?? '');
  if (row.cells.every((cell) => cell === '')) return refuse('rowEmpty');
  const garbled = row.cells.findIndex((cell, index) => plan.mapping[index] !== 'skip' && isGarbled(cell));
  if (garbled !== -1) return refuse('garbled', garbled, row.cells[garbled]);

  const told: Reason[] = [];
  const leave = (code: ReasonCode, column: number, value: string) =>
    told.push({ code, column, value: value.slice(0, 80) });
  const draft: Draft = {
    name: '',
    phones: [],
    email: null,
    company: null,
    city: null,
    country: null,
    birthday: null,
    language: null,
    kind: null,
    tags: [],
    consent: null,
    ownerId: null,
    notes: null,
    fields: {},
  };
  const names = { name: '', given: '', family: '' };
  let dial = '';
  // what numbers are read by comes before the numbers
  plan.mapping.forEach((target, column) => {
    const cell = row.cells[column] ?? '';
    if (cell === '') return;
    if (target === 'dial') dial = cell;
    else if (target === 'country') {
      draft.country = readCountry(cell);
      if (draft.country === null) leave('countryUnknown', column, cell);
    }
  });
  const country = draft.country ?? plan.country;
  const text = (column: number, cell: string, most: number, code: ReasonCode): string | null => {
    if (/^#(?:N\/?[AD]|REF!|VALUE!|NAME\?|DIV\/0|¡VALOR|¡REF|¿NOMBRE)/i.test(cell)) leave('sheetError', column, cell);
    else if (cell.length > most) leave(code, column, cell);
    else return cell;
    return null;
  };
  const keep = <T>(read: Read<T>, column: number, cell: string): T | null => {
    if ('value' in read) return read.value;
    leave(read.because, column, cell);
    return null;
  };

  for (let column = 0; column < plan.mapping.length; column++) {
    const target = plan.mapping[column] as Target;
    const cell = row.cells[column] ?? '';
    if (cell === '' || target === 'skip' || target === 'dial' || target === 'country') continue;
    if (target === 'name' || target === 'given' || target === 'family') {
      if (names[target] === '') names[target] = readName(column, cell, text, leave);
    } else if (target === 'phone') addPhones(draft, column, cell, country, dial, leave);
    else if (target === 'email') {
      const email = keep(readEmail(cell), column, cell);
      draft.email ??= email;
    } else if (target === 'company') draft.company ??= text(column, cell, 120, 'companyTooLong');
    else if (target === 'city') draft.city ??= text(column, cell, 80, 'cityTooLong');
    else if (target === 'birthday') draft.birthday = keep(readDay(cell, plan.dayOrder, plan.today), column, cell);
    else if (target === 'language') {
      draft.language = readLanguage(cell);
      if (draft.language === null) leave('languageUnknown', column, cell);
    } else if (target === 'kind') {
      draft.kind = kinds[plain(cell)] ?? null;
      if (draft.kind === null) leave('kindUnknown', column, cell);
    } else if (target === 'tags') addTags(draft, column, wordsOf(cell, plan), leave);
    else if (target === 'consent') {
      const said = readYesNo(cell);
      if (said === null) leave('consentUnclear', column, cell);
      else draft.consent = said ? 'in' : 'out';
    } else if (target === 'owner') {
      draft.ownerId = plan.owners[cell.toLowerCase().replace(/^.*<([^<>]+)>$/, '$1')] ?? null;
      if (draft.ownerId === null) leave('ownerUnknown', column, cell);
    } else if (target === 'notes') {
      const more = draft.notes === null ? cell : `${draft.notes}\n${cell}`;
      if (more.length > 4000) leave('notesTooLong', column, cell);
      else draft.notes = more;
    } else {
      const field = plan.fields.find(({ id }) => target === `field:${id}`);
      if (!field) continue;
      const read = readField(field, cell, plan, country);
      if ('value' in read) draft.fields[field.id] = read.value;
      else leave(read.because, column, cell);
    }
  }
  draft.name = (names.name || [names.given, names.family].filter(Boolean).join(' ')).replace(/\s+/g, ' ').slice(0, 120);
  if (draft.phones.length > 0 || draft.email !== null) return { draft, leftOut: told };
  const keys = told.filter(
    ({ column }) => column !== null && (plan.mapping[column] === 'phone' || plan.mapping[column] === 'email'),
  );
  return {
    draft: null,
    because: keys.length > 0 ? keys : [{ code: 'noKey', column: null, value: draft.name.slice(0, 80) }],
  };
}

type Leave = (code: ReasonCode, column: number, value: string) => void;

function readName(
  column: number,
  cell: string,
  text: (column: number, cell: string, most: number, code: ReasonCode) => string | null,
  leave: Leave,
): string {
  if (/^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(cell)) leave('nameIsEmail', column, cell);
  else if (/^\+?[\d\s().-]{5,}$/.test(cell)) leave('nameIsNumber', column, cell);
  else return text(column, cell, 120, 'nameTooLong') ?? '';
  return '';
}

function addPhones(
  draft: Draft,
  column: number,
  cell: string,
  country: string | null,
  dial: string,
  leave: Leave,
): void {
  for (const raw of splitPhones(cell)) {
    const read = readPhone(raw, country, dial);
    if ('because' in read) leave(read.because, column, raw);
    else if (draft.phones.length < MOST_PHONES && !draft.phones.some(({ digits }) => digits === read.digits))
      draft.phones.push({ digits: read.digits, raw: raw.slice(0, 40) });
  }
}

/** Words of a cell, as whoever wrote the file puts them together. */
const wordsOf = (cell: string, { own }: JudgePlan): string[] => (own ? splitJoined(cell) : splitWords(cell));

function addTags(draft: Draft, column: number, words: string[], leave: Leave): void {
  for (const tag of words) {
    if (tag.length > 40) leave('tagTooLong', column, tag);
    else if (draft.tags.length >= MOST_TAGS) {
      leave('tooManyTags', column, words.join('; '));
      return;
    } else if (!draft.tags.some((each) => each.toLowerCase() === tag.toLowerCase())) draft.tags.push(tag);
  }
}

function readField(
  field: JudgedField,
  cell: string,
  plan: JudgePlan,
  country: string | null,
): Read<Draft['fields'][string]> {
  const no = (because: ReasonCode) => ({ because });
  if (field.type === 'number') {
    const number = plan.own
      ? Number(cell.replace(plan.own.decimal, '.'))
      : readNumber(cell, !['US', 'MX', 'GB', 'PR', 'DO'].includes(country ?? ''));
    if (number === null || Number.isNaN(number)) return no('fieldNotNumber');
    return Math.abs(number) < 1e15 ? { value: number } : no('fieldNumberTooLarge');
  }
  if (field.type === 'boolean') {
    const said = readYesNo(cell);
    return said === null ? no('fieldNotYesNo') : { value: said };
  }
  if (field.type === 'date') {
    const read = readDay(cell, plan.dayOrder, plan.today, false);
    return 'value' in read ? read : no('fieldNotDate');
  }
  if (field.type === 'choice') {
    const found = field.options.find((option) => plain(option) === plain(cell));
    return found === undefined ? no('fieldNotInList') : { value: found };
  }
  if (field.type === 'choices') {
    const words = wordsOf(cell, plan).map((word) => field.options.find((option) => plain(option) === plain(word)));
    return words.includes(undefined)
      ? no('fieldNotInList')
      : { value: field.options.filter((option) => words.includes(option)) };
  }
  if (field.type === 'url') {
    const address = /^[a-z]+:\/\//i.test(cell) ? cell : `https://${cell}`;
    return /^https?:\/\/[^\s/]+\.[^\s]+$/i.test(address) && URL.canParse(address)
      ? { value: address }
      : no('fieldNotUrl');
  }
  if (field.type === 'email') {
    const read = readEmail(cell);
    return 'value' in read ? read : no('fieldNotEmail');
  }
  if (field.type === 'phone') {
    const read = readPhone(cell, country, '');
    return 'digits' in read ? { value: `+${read.digits}` } : no('fieldNotPhone');
  }
  return cell.length <= 500 ? { value: cell } : no('fieldTooLong');
}
