import { counted, inPieces, type Row, rowOf, type Table, TableError, tableLimits } from './table.ts';
import { type Encoding, readText } from './text.ts';

const PHONES = 6;
const EMAILS = 3;
const LINE_CHARS = 64_000;

/** Every column that a card can fill; a file shows those that any of its cards does. */
const COLUMNS = [
  'FN',
  'N given',
  'N family',
  'NICKNAME',
  ...Array.from({ length: PHONES }, (_, index) => `TEL ${index + 1}`),
  ...Array.from({ length: EMAILS }, (_, index) => `EMAIL ${index + 1}`),
  'ORG',
  'TITLE',
  'BDAY',
  'ADR city',
  'ADR region',
  'ADR country',
  'CATEGORIES',
  'NOTE',
  'URL',
] as const;
type Column = (typeof COLUMNS)[number];

type Property = { name: string; params: string; value: string };
type Card = { cells: Map<Column, string>; isBroken: boolean };

/** Lines with what was folded put together again: by a space at the next line's beginning, or by the `=` of quoted-printable. */
async function* linesOf(path: string, encoding: Encoding): AsyncIterable<string> {
  let rest = '';
  let line: string | null = null;
  const isSoft = (text: string) => text.endsWith('=') && /^[^:]*ENCODING=QUOTED-PRINTABLE/i.test(text);
  for await (const piece of readText(path, encoding)) {
    const parts = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    if (rest.length > 1_000_000) throw new TableError('notATable');
    for (const part of parts) {
      if (line !== null && isSoft(line)) line = line.slice(0, -1) + part;
      else if (line !== null && /^[ \t]/.test(part)) line += part.slice(1);
      else {
        if (line !== null) yield line;
        line = part;
      }
      // a photograph is no line that anybody needs
      if (line.length > LINE_CHARS) line = line.slice(0, LINE_CHARS);
    }
  }
  if (line !== null && /^[ \t]/.test(rest)) {
    yield line + rest.slice(1);
    return;
  }
  if (line !== null) yield line;
  if (rest.trim() !== '') yield rest;
}

function propertyOf(line: string): Property | null {
  const found = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^:"])*)?):(.*)$/s.exec(line);
  if (!found) return null;
  const [, name = '', params = '', raw = ''] = found;
  return { name: name.toUpperCase(), params: params.toUpperCase(), value: decoded(raw, params) };
}

function decoded(value: string, params: string): string {
  if (!/QUOTED-PRINTABLE/i.test(params)) return value;
  const bytes = Buffer.from(
    value
      .replace(/[\u0080-\uffff]/g, (letter) =>
        [...Buffer.from(letter)].map((byte) => `=${byte.toString(16).padStart(2, '0')}`).join(''),
      )
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
  const charset = /CHARSET=([\w-]+)/i.exec(params)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder('utf-8').decode(bytes);
  }
}

/** The parts of a value between semicolons that no backslash guards, without the backslashes. */
function partsOf(value: string, separator: ';' | ','): string[] {
  const parts = [''];
  for (let at = 0; at < value.length; at++) {
    const letter = value[at] ?? '';
    if (letter === '\\') {
      const next = value[++at] ?? '';
      parts[parts.length - 1] += next === 'n' || next === 'N' ? '\n' : next;
    } else if (letter === separator) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim());
}

const textOf = (value: string): string => partsOf(value.replace(/(?<!\\);/g, '\\;'), ';')[0] ?? '';

function put(card: Card, { name, params, value }: Property): void {
  const { cells } = card;
  const once = (column: Column, text: string | undefined) => {
    if (text && !cells.has(column)) cells.set(column, text);
  };
  const next = (kind: 'TEL' | 'EMAIL', most: number, text: string) => {
    if (text === '') return;
    const isPreferred = /\bPREF\b/.test(params);
    const held = Array.from({ length: most }, (_, index) => cells.get(`${kind} ${index + 1}` as Column)).filter(
      (each) => each !== undefined,
    );
    const all = isPreferred ? [text, ...held] : [...held, text];
    all.slice(0, most).forEach((each, index) => {
      cells.set(`${kind} ${index + 1}` as Column, each);
    });
  };
  if (name === 'FN') once('FN', textOf(value));
  else if (name === 'N') {
    const [family, given, middle] = partsOf(value, ';');
    once('N given', [given, middle].filter(Boolean).join(' '));
    once('N family', family);
  } else if (name === 'NICKNAME') once('NICKNAME', textOf(value));
  else if (name === 'TEL') next('TEL', PHONES, textOf(value).replace(/^tel:/i, '').replace(/;.*$/, ''));
  else if (name === 'EMAIL') next('EMAIL', EMAILS, textOf(value).replace(/^mailto:/i, ''));
  else if (name === 'ORG') once('ORG', partsOf(value, ';').filter(Boolean).join(', '));
  else if (name === 'TITLE') once('TITLE', textOf(value));
  else if (name === 'BDAY') once('BDAY', birthdayOf(textOf(value)));
  else if (name === 'NOTE') once('NOTE', textOf(value));
  else if (name === 'URL') once('URL', textOf(value));
  else if (name === 'CATEGORIES') once('CATEGORIES', partsOf(value, ',').filter(Boolean).join('; '));
  else if (name === 'ADR') {
    const [, , , city, region, , country] = partsOf(value, ';');
    once('ADR city', city);
    once('ADR region', region);
    once('ADR country', country);
  }
}

/** 19800517 and 1980-05-17T00:00:00Z are the same day. */
const birthdayOf = (text: string): string =>
  text.replace(/^(\d{4})(\d\d)(\d\d)(?:T.*)?$/, '$1-$2-$3').replace(/^(\d{4}-\d\d-\d\d)T.*$/, '$1');

async function* cardsOf(path: string, encoding: Encoding): AsyncIterable<Card> {
  let card: Card | null = null;
  let depth = 0;
  let lastLine = '';
  for await (const line of linesOf(path, encoding)) {
    if (/^BEGIN:VCARD\s*$/i.test(line)) {
      // a card inside of another belongs to it (2.1's agents); one after a card without its end shows that one to be broken
      if (card && /^AGENT/i.test(lastLine)) depth++;
      else {
        if (card) yield { ...card, isBroken: true };
        card = { cells: new Map(), isBroken: false };
      }
    } else if (/^END:VCARD\s*$/i.test(line)) {
      if (depth > 0) depth--;
      else if (card) {
        yield card;
        card = null;
      }
    } else if (card && depth === 0 && line.trim() !== '') {
      const property = propertyOf(line);
      if (property) put(card, property);
      else card.isBroken = true;
    }
    lastLine = line;
  }
  if (card) yield { ...card, isBroken: true };
}

/** A file of cards, of any of the three versions. */
export async function openVcard(path: string, encoding: Encoding): Promise<Table> {
  const used = new Set<Column>();
  let count = 0;
  for await (const card of cardsOf(path, encoding)) {
    if (++count > tableLimits.rows) throw new TableError('tooManyRows');
    for (const column of card.cells.keys()) used.add(column);
  }
  if (count === 0) throw new TableError('empty');
  const columns = COLUMNS.filter((column) => used.has(column));
  if (columns.length === 0) throw new TableError('notATable');
  async function* rows(): AsyncIterable<Row> {
    let n = 0;
    for await (const card of cardsOf(path, encoding))
      yield rowOf(
        ++n,
        columns.map((column) => card.cells.get(column) ?? ''),
        columns.length,
        card.isBroken ? 'brokenCard' : undefined,
      );
  }
  return {
    format: 'vcard',
    encoding,
    delimiter: null,
    hasHeader: true,
    columns: [...columns],
    rows: () => counted(inPieces(rows())),
  };
}
