/** What is refused as a whole; whoever shows it has a sentence for each. */
export const tableFaults = [
  'empty',
  'encrypted',
  'oldExcel',
  'notATable',
  'broken',
  'tooLarge',
  'tooManyColumns',
  'tooManyRows',
] as const;
export type TableFault = (typeof tableFaults)[number];

/** What is wrong with one row before anybody asks what it says. */
export const rowFaults = [
  'tooManyCells',
  'brokenQuotes',
  'cellTooLong',
  'rowTooLong',
  'brokenJson',
  'notAnObject',
  'brokenCard',
] as const;
export type RowFault = (typeof rowFaults)[number];

/** The file cannot be read, or not within what a process may spend on it. */
export class TableError extends Error {
  readonly fault: TableFault;
  constructor(fault: TableFault, options?: { cause?: unknown }) {
    super(fault, options);
    this.name = 'TableError';
    this.fault = fault;
  }
}

export const tableFormats = ['csv', 'xlsx', 'json', 'vcard'] as const;
export type TableFormat = (typeof tableFormats)[number];

/** A row as it stands in its file: `n` is the number that a table program shows beside it, or the place of the object or card. */
export type Row = { n: number; cells: string[]; fault?: RowFault };

export type Table = {
  format: TableFormat;
  /** Null where the format says it itself. */
  encoding: string | null;
  delimiter: string | null;
  hasHeader: boolean;
  columns: string[];
  /** Rows by the hundreds, as they are read; whoever takes them slowly makes the file be read slowly. */
  rows(): AsyncIterable<Row[]>;
};

/** What one file may cost. */
export const tableLimits = {
  fileBytes: 100 * 1024 * 1024,
  /** Of a packed file, all of its parts together. */
  inflatedBytes: 1024 * 1024 * 1024,
  rows: 1_000_000,
  columns: 300,
  cellChars: 10_000,
  rowChars: 100_000,
  /** Shared strings that stay in memory; the others wait in a file. */
  stringBytes: 32 * 1024 * 1024,
} as const;

/** Rows as they were found, counted: a file that has too many of them ends there. */
export async function* counted(pieces: AsyncIterable<Row[]>): AsyncIterable<Row[]> {
  let count = 0;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    count += piece.length;
    if (count > tableLimits.rows) throw new TableError('tooManyRows');
    yield piece;
  }
}

/** Puts rows that come one by one together. */
export async function* inPieces(rows: AsyncIterable<Row>): AsyncIterable<Row[]> {
  let piece: Row[] = [];
  for await (const row of rows) {
    piece.push(row);
    if (piece.length === 500) {
      yield piece;
      piece = [];
    }
  }
  yield piece;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is being taken out
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;
// what needs no cleaning
const PLAIN = /^[\x20-\x7e]*$/;

/** A cell without what no keyboard writes: control characters, halves of characters, marks that turn a line's direction. */
export function cleanCell(text: string): string {
  if (PLAIN.test(text)) return text.trim();
  return text
    .toWellFormed()
    .replace(CONTROLS, '')
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00a0\u202f\u2007]/g, ' ')
    .normalize('NFC')
    .trim();
}

/** A row whose cells are clean, cut to its columns, and marked where it holds more than it may. */
export function rowOf(n: number, raw: readonly string[], columns: number, fault?: RowFault): Row {
  const cells: string[] = [];
  let found = fault;
  let length = 0;
  for (let index = 0; index < columns; index++) {
    let cell = raw[index] ?? '';
    if (cell.length > tableLimits.cellChars) {
      found ??= 'cellTooLong';
      cell = cell.slice(0, 200);
    }
    length += cell.length;
    cells.push(cleanCell(cell));
  }
  if (length > tableLimits.rowChars) {
    found ??= 'rowTooLong';
    for (let index = 0; index < cells.length; index++) cells[index] = (cells[index] ?? '').slice(0, 40);
  }
  for (let index = columns; index < raw.length; index++) if (raw[index]?.trim()) found ??= 'tooManyCells';
  return found ? { n, cells, fault: found } : { n, cells };
}

/** A, B, … Z, AA: what table programs call a column without a name. */
export function letterOf(index: number): string {
  let letters = '';
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters;
  return letters;
}

/** Names of columns, each once and none empty; what stands empty at the end is no column. */
export function namesOf(raw: readonly string[]): string[] {
  let count = raw.length;
  while (count > 0 && !raw[count - 1]?.trim()) count--;
  if (count > tableLimits.columns) throw new TableError('tooManyColumns');
  const seen = new Map<string, number>();
  return raw.slice(0, count).map((each, index) => {
    const name = cleanCell(each).replace(/\s+/g, ' ').slice(0, 120) || letterOf(index);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** Whether a first row says what is below it, rather than being the first of them: names hold no address and no number. */
export function isHeader(cells: readonly string[]): boolean {
  const filled = cells.map((cell) => cell.trim()).filter((cell) => cell !== '');
  if (filled.length === 0) return false;
  return !filled.some((cell) => /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i.test(cell) || /^\+?[\d\s().-]{7,20}$/.test(cell));
}
