import { counted, isHeader, letterOf, namesOf, type Row, rowOf, type Table, TableError, tableLimits } from './table.ts';
import { type Encoding, headOf, readText } from './text.ts';

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

type Found = { cells: string[]; next: number; isBroken: boolean };

const QUOTE = 34;
const LF = 10;
const CR = 13;

/**
 * The record that begins at `at`; null when its end has not come yet. Quotes that close nowhere, or in the middle of a cell, make one line a
 * broken record: what follows it is read as if nothing had been.
 */
export function takeRecord(text: string, at: number, delimiter: string, isEnd: boolean): Found | null {
  const cells: string[] = [];
  const separator = delimiter.charCodeAt(0);
  let place = at;
  for (;;) {
    if (text.charCodeAt(place) === QUOTE) {
      const quoted = takeQuoted(text, place, isEnd);
      if (quoted === null)
        return text.length - at > tableLimits.rowChars ? brokenLine(text, at, delimiter, isEnd) : null;
      if (quoted === 'open') return brokenLine(text, at, delimiter, isEnd);
      place = quoted.next;
      const after = text.charCodeAt(place);
      if (!Number.isNaN(after) && after !== separator && after !== LF && after !== CR)
        return brokenLine(text, at, delimiter, isEnd);
      cells.push(quoted.value);
    } else {
      let end = place;
      for (; end < text.length; end++) {
        const code = text.charCodeAt(end);
        if (code === separator || code === LF || code === CR) break;
      }
      if (end === text.length && !isEnd) return null;
      cells.push(text.slice(place, end));
      place = end;
    }
    const code = text.charCodeAt(place);
    if (code === separator) {
      place++;
      continue;
    }
    if (Number.isNaN(code)) return isEnd ? { cells, next: place, isBroken: false } : null;
    const next = endOfLine(text, place, isEnd);
    return next === null ? null : { cells, next, isBroken: false };
  }
}

function takeQuoted(text: string, at: number, isEnd: boolean): { value: string; next: number } | 'open' | null {
  let value = '';
  let from = at + 1;
  for (;;) {
    const close = text.indexOf('"', from);
    if (close === -1) return isEnd ? 'open' : null;
    if (text.charCodeAt(close + 1) === QUOTE) {
      value += text.slice(from, close + 1);
      from = close + 2;
      if (value.length > tableLimits.rowChars) return 'open';
      continue;
    }
    // the other half of a doubled quote may be in what comes next
    if (close + 1 === text.length && !isEnd) return null;
    return { value: value + text.slice(from, close), next: close + 1 };
  }
}

/** Behind a line's end; null when a CR may still be followed by its LF. */
function endOfLine(text: string, place: number, isEnd: boolean): number | null {
  if (text.charCodeAt(place) !== CR) return place + 1;
  if (place + 1 === text.length && !isEnd) return null;
  return text.charCodeAt(place + 1) === LF ? place + 2 : place + 1;
}

function brokenLine(text: string, at: number, delimiter: string, isEnd: boolean): Found | null {
  let end = at;
  while (end < text.length && text.charCodeAt(end) !== LF && text.charCodeAt(end) !== CR) end++;
  if (end === text.length) {
    if (!isEnd && text.length - at <= tableLimits.rowChars) return null;
    return { cells: text.slice(at).split(delimiter), next: text.length, isBroken: true };
  }
  const next = endOfLine(text, end, isEnd);
  return next === null ? null : { cells: text.slice(at, end).split(delimiter), next, isBroken: true };
}

/** The delimiter with which the first records agree best on how many cells there are; the more cells the better. */
export function detectDelimiter(sample: string): Delimiter {
  const told = /^sep=([,;|\t])\r?\n/i.exec(sample)?.[1];
  if (told) return told as Delimiter;
  let best: { delimiter: Delimiter; score: number } = { delimiter: ',', score: 0 };
  for (const delimiter of delimiters) {
    const counts = countsOf(sample, delimiter);
    if (counts.length === 0) continue;
    const most = Math.max(...counts);
    if (most < 2) continue;
    const usual = modeOf(counts);
    const agreeing = counts.filter((count) => count === usual).length / counts.length;
    // a lone comma in a name agrees with itself too; many cells that agree are no accident
    const score = usual < 2 ? 0.01 * agreeing : agreeing * Math.log2(usual + 1);
    if (score > best.score) best = { delimiter, score };
  }
  return best.delimiter;
}

function countsOf(sample: string, delimiter: string): number[] {
  const counts: number[] = [];
  let at = 0;
  while (at < sample.length && counts.length < 40) {
    const found = takeRecord(sample, at, delimiter, sample.length < 64 * 1024);
    if (!found || found.next === at) break;
    at = found.next;
    if (found.cells.some((cell) => cell.trim() !== '')) counts.push(found.isBroken ? 0 : found.cells.length);
  }
  return counts;
}

function modeOf(counts: readonly number[]): number {
  const times = new Map<number, number>();
  for (const count of counts) times.set(count, (times.get(count) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}

type Numbered = Found & { n: number };

/** The records of a text with their numbers, as many at a time as came; a line of nothing counts and is not one. */
async function* recordsOf(path: string, encoding: Encoding, delimiter: string): AsyncIterable<Numbered[]> {
  let text = '';
  let n = 0;
  let isFirst = true;
  for await (const piece of withEnd(readText(path, encoding))) {
    const isEnd = piece === null;
    if (piece !== null) text += piece;
    const records: Numbered[] = [];
    let at = 0;
    if (isFirst && (isEnd || text.length >= 8)) {
      isFirst = false;
      at = /^sep=[,;|\t]\r?\n/i.exec(text)?.[0].length ?? 0;
    }
    while (at < text.length) {
      const found = takeRecord(text, at, delimiter, isEnd);
      if (!found) break;
      at = found.next;
      n++;
      if (found.cells.length > 1 || found.cells[0]?.trim()) records.push({ n, ...found });
    }
    text = text.slice(at);
    // a line without an end is a file without lines
    if (text.length > 4 * tableLimits.rowChars) throw new TableError('notATable');
    yield records;
  }
}

async function* withEnd(pieces: AsyncIterable<string>): AsyncIterable<string | null> {
  for await (const piece of pieces) yield piece;
  yield null;
}

/** A text whose lines are rows. */
export async function openCsv(
  path: string,
  options: { encoding: Encoding; delimiter?: string | undefined; hasHeader?: boolean | undefined },
): Promise<Table> {
  const { encoding } = options;
  const head = new TextDecoder(encoding).decode(await headOf(path, 128 * 1024), { stream: true });
  const delimiter = options.delimiter ?? detectDelimiter(head.slice(0, 64 * 1024));
  let first: string[] | null = null;
  for await (const [record] of recordsOf(path, encoding, delimiter)) {
    first = record?.cells ?? null;
    if (first) break;
  }
  if (!first) throw new TableError('empty');
  if (first.length > 16_384) throw new TableError('tooManyColumns');
  const hasHeader = options.hasHeader ?? isHeader(first);
  const columns = hasHeader ? namesOf(first) : namesOf(first.map((_, index) => letterOf(index)));
  if (columns.length === 0) throw new TableError('empty');
  async function* rows(): AsyncIterable<Row[]> {
    let isHead = hasHeader;
    for await (const records of recordsOf(path, encoding, delimiter)) {
      if (isHead && records.length > 0) {
        isHead = false;
        records.shift();
      }
      yield records.map(({ n, cells, isBroken }) =>
        rowOf(n, cells, columns.length, isBroken ? 'brokenQuotes' : undefined),
      );
    }
  }
  return { format: 'csv', encoding, delimiter, hasHeader, columns, rows: () => counted(rows()) };
}
