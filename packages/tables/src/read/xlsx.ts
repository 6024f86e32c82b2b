import type { Readable } from 'node:stream';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import yauzl from 'yauzl';
import { SharedStrings } from './shared-strings.ts';
import { counted, isHeader, letterOf, namesOf, type Row, rowOf, type Table, TableError, tableLimits } from './table.ts';

const TEXT_CHARS = 1_000_000;
const PART_BYTES = 8 * 1024 * 1024;

type Parts = { zip: yauzl.ZipFile; entries: Map<string, yauzl.Entry>; budget: { left: number } };
type Book = { sheet: string; strings: string | null; styles: string | null; is1904: boolean };

/** The parts of a packed file by name. What is locked with a password, and what would unpack beyond all measure, is refused by name. */
async function openParts(path: string): Promise<Parts> {
  const zip = await new Promise<yauzl.ZipFile>((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, opened) =>
      error ? reject(new TableError('broken', { cause: error })) : resolve(opened),
    );
  });
  const entries = new Map<string, yauzl.Entry>();
  try {
    await new Promise<void>((resolve, reject) => {
      zip.on('entry', (entry: yauzl.Entry) => {
        if (entries.size >= 2_000) return reject(new TableError('broken'));
        entries.set(entry.fileName.replace(/^\//, ''), entry);
        zip.readEntry();
      });
      zip.on('end', resolve);
      zip.on('error', (error: Error) => reject(new TableError('broken', { cause: error })));
      zip.readEntry();
    });
    for (const entry of entries.values())
      if ((entry.generalPurposeBitFlag & 1) === 1) throw new TableError('encrypted');
    const inflated = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (inflated > tableLimits.inflatedBytes) throw new TableError('tooLarge');
  } catch (error) {
    zip.close();
    throw error;
  }
  return { zip, entries, budget: { left: tableLimits.inflatedBytes } };
}

async function streamOf({ zip, entries }: Parts, name: string): Promise<Readable> {
  const entry = entries.get(name);
  if (!entry) throw new TableError('notATable');
  return await new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) =>
      error ? reject(new TableError('broken', { cause: error })) : resolve(stream),
    );
  });
}

type Handlers = { open?(tag: SaxesTagPlain): void; text?(text: string): void; close?(name: string): void };

/**
 * Reads a part's XML as it unpacks; after each piece whoever listens may take what it found. Entities of its own are no XML that a table
 * program writes, and are refused; so is a text without an end.
 */
async function* parsed(parts: Parts, name: string, handlers: Handlers): AsyncIterable<void> {
  const parser = new SaxesParser({ position: false });
  parser.on('doctype', () => {
    throw new TableError('broken');
  });
  parser.on('error', (error) => {
    throw new TableError('broken', { cause: error });
  });
  if (handlers.open) parser.on('opentag', handlers.open as never);
  if (handlers.text) parser.on('text', handlers.text);
  if (handlers.close) {
    const { close } = handlers;
    parser.on('closetag', (tag) => close(localOf(tag.name)));
  }
  const decoder = new TextDecoder();
  const stream = await streamOf(parts, name);
  let sinceTag = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      parts.budget.left -= chunk.length;
      if (parts.budget.left < 0) throw new TableError('tooLarge');
      const tag = chunk.lastIndexOf(60);
      sinceTag = tag === -1 ? sinceTag + chunk.length : chunk.length - tag;
      if (sinceTag > TEXT_CHARS) throw new TableError('tooLarge');
      parser.write(decoder.decode(chunk, { stream: true }));
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof TableError ? error : new TableError('broken', { cause: error });
  } finally {
    stream.destroy();
  }
}

const localOf = (name: string): string => name.slice(name.indexOf(':') + 1);

async function readAll(parts: Parts, name: string, handlers: Handlers): Promise<void> {
  if ((parts.entries.get(name)?.uncompressedSize ?? 0) > PART_BYTES && !name.includes('haredStrings'))
    throw new TableError('tooLarge');
  for await (const _ of parsed(parts, name, handlers));
}

/** Which sheet is the first that is shown, where its texts and styles are, and when its days begin. */
async function readBook(parts: Parts): Promise<Book> {
  const sheets: { id: string; isHidden: boolean }[] = [];
  let is1904 = false;
  await readAll(parts, 'xl/workbook.xml', {
    open({ name, attributes }) {
      const tag = localOf(name);
      if (tag === 'workbookPr') is1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (tag === 'sheet')
        sheets.push({ id: attributes['r:id'] ?? '', isHidden: /hidden/i.test(attributes.state ?? '') });
    },
  });
  const targets = new Map<string, string>();
  let strings: string | null = null;
  let styles: string | null = null;
  const rels = 'xl/_rels/workbook.xml.rels';
  if (parts.entries.has(rels))
    await readAll(parts, rels, {
      open({ attributes }) {
        const target = attributes.Target ?? '';
        const place = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
        if (attributes.Id) targets.set(attributes.Id, place);
        if (/\/sharedStrings$/.test(attributes.Type ?? '')) strings = place;
        if (/\/styles$/.test(attributes.Type ?? '')) styles = place;
      },
    });
  const shown = sheets.find((sheet) => !sheet.isHidden) ?? sheets[0];
  const sheet = (shown && targets.get(shown.id)) ?? 'xl/worksheets/sheet1.xml';
  if (!parts.entries.has(sheet)) throw new TableError('notATable');
  const held = (name: string | null) => (name && parts.entries.has(name) ? name : null);
  return { sheet, strings: held(strings), styles: held(styles), is1904 };
}

/** Which styles show a number as a day; and which of those as a time too. */
async function readDateStyles(parts: Parts, name: string | null): Promise<boolean[]> {
  const dates: boolean[] = [];
  if (!name) return dates;
  const own = new Map<number, boolean>();
  let isInside = false;
  await readAll(parts, name, {
    open({ name: tag, attributes }) {
      const local = localOf(tag);
      if (local === 'numFmt') own.set(Number(attributes.numFmtId), isDateFormat(attributes.formatCode ?? ''));
      if (local === 'cellXfs') isInside = true;
      if (local === 'xf' && isInside) {
        const id = Number(attributes.numFmtId ?? 0);
        dates.push(
          own.get(id) ??
            ((id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)),
        );
      }
    },
    close(local) {
      if (local === 'cellXfs') isInside = false;
    },
  });
  return dates;
}

/** A format of days has letters of days outside of quotes and brackets: `dd/mm/yyyy`, not `0" días"`. */
const isDateFormat = (format: string): boolean =>
  /[ymd]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')) && !/^general$/i.test(format);

async function readStrings(parts: Parts, name: string | null, strings: SharedStrings): Promise<void> {
  if (!name) return;
  let text = '';
  let isText = false;
  let isPhonetic = false;
  await readAll(parts, name, {
    open({ name: tag }) {
      const local = localOf(tag);
      if (local === 'si') text = '';
      else if (local === 't') isText = !isPhonetic;
      else if (local === 'rPh') isPhonetic = true;
    },
    text(piece) {
      if (isText && text.length <= tableLimits.cellChars) text += piece;
    },
    close(local) {
      if (local === 't') isText = false;
      else if (local === 'rPh') isPhonetic = false;
      else if (local === 'si') strings.add(text);
    },
  });
}

/** A number as a person would write it: 34612345678, not 3.4612345678E10; what is not whole keeps what it has. */
export function plainNumber(text: string): string {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number)) return text;
  if (Number.isInteger(number) && Math.abs(number) < 1e21) return BigInt(number).toString();
  return String(Number(number.toPrecision(15)));
}

/** The day of a serial number. Table programs believe that 1900 had a 29th of February. */
export function dayOfSerial(serial: number, is1904: boolean): string | null {
  const days = is1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  if (!(days >= 1 && days < 2_958_466)) return null;
  const iso = new Date(Math.round((days - 25_569) * 86_400) * 1000).toISOString();
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 16).replace('T', ' ');
}

/** The place of a cell in its row by its name: A1 is 0, AA7 is 26. */
function columnOf(name: string): number {
  let column = 0;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
}

type Raw = { n: number; cells: string[] };

async function* rowsOf(parts: Parts, book: Book, strings: SharedStrings, dates: boolean[]): AsyncIterable<Raw[]> {
  let ready: Raw[] = [];
  let cells: string[] = [];
  let n = 0;
  let column = -1;
  let type = '';
  let style = -1;
  let value = '';
  let isValue = false;
  const handlers: Handlers = {
    open({ name, attributes }) {
      const tag = localOf(name);
      if (tag === 'c') {
        column = attributes.r ? columnOf(attributes.r) : column + 1;
        type = attributes.t ?? 'n';
        style = Number(attributes.s ?? -1);
        value = '';
      } else if (tag === 'v' || tag === 't') isValue = true;
      else if (tag === 'rPh') type = 'phonetic';
      else if (tag === 'row') {
        n = attributes.r ? Number(attributes.r) : n + 1;
        cells = [];
        column = -1;
      }
    },
    text(piece) {
      if (isValue && type !== 'phonetic' && value.length <= tableLimits.cellChars) value += piece;
    },
    close(tag) {
      if (tag === 'v' || tag === 't') isValue = false;
      else if (tag === 'rPh') type = 'inlineStr';
      else if (tag === 'c' && column >= 0) {
        if (column > 16_384) throw new TableError('tooManyColumns');
        if (value !== '') cells[column] = told(value);
      } else if (tag === 'row') {
        for (let index = 0; index < cells.length; index++) cells[index] ??= '';
        if (cells.some((cell) => cell !== '')) ready.push({ n, cells });
        cells = [];
      }
    },
  };
  const told = (raw: string): string => {
    if (type === 's') return strings.get(Number(raw)) ?? '';
    if (type === 'b') return raw === '1' ? 'true' : 'false';
    if (type === 'd') return raw.replace(/T00:00:00(\.0+)?Z?$/, '');
    if (type !== 'n') return raw;
    if (dates[style]) return dayOfSerial(Number(raw), book.is1904) ?? plainNumber(raw);
    return plainNumber(raw);
  };
  for await (const _ of parsed(parts, book.sheet, handlers)) {
    yield ready;
    ready = [];
  }
}

/** The first sheet that is shown of a workbook. Each reading opens the file anew, and closes it whatever happens. */
export async function openXlsx(path: string, options: { hasHeader?: boolean | undefined }): Promise<Table> {
  async function* sheetRows(isHeadOnly: boolean): AsyncIterable<Raw[]> {
    const parts = await openParts(path);
    const strings = new SharedStrings();
    try {
      const book = await readBook(parts);
      await readStrings(parts, book.strings, strings);
      const dates = await readDateStyles(parts, book.styles);
      for await (const found of rowsOf(parts, book, strings, dates)) {
        yield found;
        if (isHeadOnly && found.length > 0) return;
      }
    } finally {
      strings.close();
      parts.zip.close();
    }
  }
  let first: string[] | null = null;
  for await (const [row] of sheetRows(true)) first = row?.cells ?? first;
  if (!first) throw new TableError('empty');
  const hasHeader = options.hasHeader ?? isHeader(first);
  const columns = hasHeader ? namesOf(first) : namesOf(first.map((_, index) => letterOf(index)));
  if (columns.length === 0) throw new TableError('empty');
  async function* rows(): AsyncIterable<Row[]> {
    let isHead = hasHeader;
    for await (const found of sheetRows(false)) {
      if (isHead && found.length > 0) {
        isHead = false;
        found.shift();
      }
      yield found.map(({ n, cells }) => rowOf(n, cells, columns.length));
    }
  }
  return { format: 'xlsx', encoding: null, delimiter: null, hasHeader, columns, rows: () => counted(rows()) };
}
