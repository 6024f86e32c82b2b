import { plain } from '../recognise/index.ts';
import type { ReasonCode } from './reasons.ts';

export type Read<T> = { value: T } | { because: ReasonCode };
const no = (because: ReasonCode): { because: ReasonCode } => ({ because });

/** An address, in small letters; of several in a cell, the first. */
export function readEmail(cell: string): Read<string> {
  const text = (cell.split(/\s*(?::::|;|,|\n|\s\/\s)\s*/)[0] ?? '')
    .replace(/^mailto:/i, '')
    .replace(/^.*<([^<>]+)>$/, '$1')
    .trim();
  if (/^#(?:N\/?[AD]|REF|VALUE|NAME|DIV|¡|¿)/i.test(text)) return no('sheetError');
  if (!text.includes('@')) return no(/^\+?[\d\s().-]{6,}$/.test(text) ? 'emailIsPhone' : 'emailNoAt');
  if (text.length > 254) return no('emailTooLong');
  if (/\s/.test(text)) return no('emailSpaces');
  const parts = text.split('@');
  if (parts.length > 2) return no('emailTwoAts');
  const [name = '', domain = ''] = parts;
  if (name === '') return no('emailNoName');
  if (domain === '') return no('emailNoDomain');
  if (/\.\.|^\.|\.$/.test(name) || /\.\.|^[.-]|[.-]$/.test(domain)) return no('emailDots');
  if (!/\.[a-z]{2,}$/i.test(domain)) return no('emailNoEnding');
  if (!/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]+$/i.test(name) || !/^[a-z0-9.-]+$/i.test(domain)) return no('emailLetters');
  if (name.length > 64) return no('emailTooLong');
  if (
    /@(?:example\.(?:com|org|net)|test\.com|email\.com|correo\.com)$|^(?:no|nomail|notiene|sincorreo|noemail|na)@/i.test(
      text,
    )
  )
    return no('emailPlaceholder');
  return { value: text.toLowerCase() };
}

const MONTHS = 'ene jan|feb fev|mar|abr apr|may mai|jun|jul|ago aug|sep set|oct out|nov|dic dec dez'
  .split('|')
  .map((each) => each.split(' '));

/** Which of day and month comes first, where a file tells it; `null` where it does not. */
export type DayOrder = 'dmy' | 'mdy' | null;

const MIN_YEAR = 1900;

/** A day that was. `today` as YYYY-MM-DD; `isPast` asks that it be one. */
export function readDay(cell: string, order: DayOrder, today: string, isPast = true): Read<string> {
  const text = cell.replace(/[T\s]\d{1,2}:\d\d.*$/, '').trim();
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]), today, isPast);
  const words = /^(\d{1,2})(?:\s+de)?[\s-]+([\p{L}]{3,})\.?(?:\s+de(?:l)?)?[\s,-]+(\d{2,4})$/u.exec(text);
  if (words) {
    const month = MONTHS.findIndex((names) => names.includes(plain(words[2] ?? '').slice(0, 3)));
    return month === -1
      ? no('dateUnreadable')
      : day(yearOf(words[3] ?? '', today), month + 1, Number(words[1]), today, isPast);
  }
  const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(text);
  if (!parts) {
    const serial = /^\d{4,5}(?:\.0+)?$/.test(text) ? Number(text) : 0;
    if (serial < 3_000) return no('dateUnreadable');
    return judged(new Date((serial - 25_569) * 86_400_000).toISOString().slice(0, 10), today, isPast);
  }
  const [first, second, year] = [Number(parts[1]), Number(parts[2]), yearOf(parts[3] ?? '', today)];
  if (first > 12 || order === 'dmy') return day(year, second, first, today, isPast);
  if (second > 12 || order === 'mdy') return day(year, first, second, today, isPast);
  return first === second ? day(year, first, second, today, isPast) : no('dateAmbiguous');
}

/** A year of two digits is the last one of those that was. */
function yearOf(text: string, today: string): number {
  if (text.length === 4) return Number(text);
  const now = Number(today.slice(0, 4));
  const year = Math.floor(now / 100) * 100 + Number(text);
  return year > now ? year - 100 : year;
}

function day(year: number, month: number, date: number, today: string, isPast: boolean): Read<string> {
  const made = new Date(Date.UTC(year, month - 1, date));
  if (made.getUTCFullYear() !== year || made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date)
    return no('dateImpossible');
  return judged(made.toISOString().slice(0, 10), today, isPast);
}

function judged(iso: string, today: string, isPast: boolean): Read<string> {
  if (!isPast) return { value: iso };
  if (iso > today) return no('dateFuture');
  return Number(iso.slice(0, 4)) < MIN_YEAR ? no('dateTooOld') : { value: iso };
}

/** How a file writes days: a part that is larger than twelve is no month. Where nothing tells, its country's way. */
export function dayOrderOf(cells: readonly string[], country: string): DayOrder {
  let dmy = 0;
  let mdy = 0;
  for (const cell of cells) {
    const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{2,4}/.exec(cell.trim());
    if (!parts) continue;
    if (Number(parts[1]) > 12) dmy++;
    if (Number(parts[2]) > 12) mdy++;
  }
  if (dmy > 0 && mdy > 0) return null;
  if (mdy > 0) return 'mdy';
  return dmy > 0 || !['US', 'PH', 'PR'].includes(country) ? 'dmy' : 'mdy';
}

const YES = new Set(
  'si s yes y true verdadero 1 x ok acepta aceptado in opt in opted in subscribed suscrito inscrito sim v marketing contact contacto de marketing contato de marketing alta'.split(
    ' ',
  ),
);
for (const each of [
  'opt in',
  'opted in',
  'marketing contact',
  'contacto de marketing',
  'contato de marketing',
  'si acepta',
  'allowed',
])
  YES.add(each);
const NO = new Set('no n false falso 0 out baja rechaza rechazado unsubscribed stop nao'.split(' '));
for (const each of [
  'opt out',
  'opted out',
  'non marketing contact',
  'contacto no de marketing',
  'contacto que no es de marketing',
  'no acepta',
  'denied',
])
  NO.add(each);

export function readYesNo(cell: string): boolean | null {
  const text = plain(cell);
  if (YES.has(text)) return true;
  return NO.has(text) ? false : null;
}

/** Words of one cell: tags, choices. Google marks the groups that it makes itself with a star. */
export const splitWords = (cell: string): string[] => {
  const parts = cell.split(/\s*(?::::|(?<!\\);|\||\n)\s*/);
  const words = parts.length > 1 ? parts : cell.split(/\s*,\s*/);
  // a list of a JSON file marks what stands in a word
  return [
    ...new Set(
      words
        .map((word) => word.replace(/\\([\\;])/g, '$1').trim())
        .filter((word) => word !== '' && !word.startsWith('* ')),
    ),
  ];
};

/** 1.234,5 and 1,234.5 and 1234.5 are one number; a single separator before three digits is told by the country. */
export function readNumber(cell: string, usesComma: boolean): number | null {
  const text = cell.replace(/[\s€$£%]/g, '').replace(/^(EUR|USD|MXN)|(EUR|USD|MXN)$/i, '');
  if (!/^[+-]?[\d.,]*\d[\d.,]*(e[+-]?\d+)?$/i.test(text)) return null;
  const comma = text.lastIndexOf(',');
  const dot = text.lastIndexOf('.');
  let plainText = text;
  if (comma !== -1 && dot !== -1)
    plainText = comma > dot ? text.replaceAll('.', '').replace(',', '.') : text.replaceAll(',', '');
  else if (comma !== -1)
    plainText =
      isThousands(text, ',') && !usesComma
        ? text.replaceAll(',', '')
        : text.split(',').length > 2
          ? text.replaceAll(',', '')
          : text.replace(',', '.');
  else if (dot !== -1 && (text.split('.').length > 2 || (usesComma && isThousands(text, '.'))))
    plainText = text.replaceAll('.', '');
  const number = Number(plainText);
  return Number.isFinite(number) ? number : null;
}

const isThousands = (text: string, sign: ',' | '.'): boolean =>
  new RegExp(`^[+-]?\\d{1,3}(\\${sign}\\d{3})+$`).test(text);

/** A UTF-8 text that was read as if it were something else, or letters that could not be read at all. */
export const isGarbled = (text: string): boolean =>
  /\ufffd|\u00c3[\u0080-\u00bf\u00a1-\u00ff\u0161\u0192\u2030\u2018-\u2026]|\u00c2[\u00a0-\u00bf]|\u00e2\u20ac/.test(
    text,
  );
