import { joinWords } from '../words/index.ts';
import { counted, inPieces, namesOf, type Row, rowOf, type Table, TableError, tableLimits } from './table.ts';
import { type Encoding, readText } from './text.ts';

const ELEMENT_CHARS = 1_000_000;

/**
 * The texts of the objects of a JSON file, one after the other: of its list, of the first list inside of it (`{"contacts": […]}`), or of lines
 * that are an object each. Nothing but the object at hand is kept.
 */
async function* elementsOf(path: string, encoding: Encoding): AsyncIterable<string> {
  let depth = 0;
  /** How deep the list stands whose elements are asked for; −1 until it is found. */
  let listDepth = -1;
  let element = '';
  let isInside = false;
  let isString = false;
  let isEscaped = false;
  let isDone = false;
  for await (const piece of readText(path, encoding)) {
    let from = 0;
    for (let at = 0; at < piece.length && !isDone; at++) {
      const code = piece.charCodeAt(at);
      if (isString) {
        if (isEscaped) isEscaped = false;
        else if (code === 92) isEscaped = true;
        else if (code === 34) isString = false;
        continue;
      }
      if (code === 34) {
        isString = true;
        if (!isInside && listDepth === depth) {
          isInside = true;
          from = at;
        }
      } else if (code === 123 || code === 91) {
        if (!isInside && listDepth === -1 && code === 91 && depth <= 2) {
          listDepth = depth + 1;
        } else if (!isInside && (listDepth === depth || (listDepth === -1 && depth === 0 && code === 123))) {
          isInside = listDepth === depth;
          from = at;
        }
        depth++;
        if (depth > 64) throw new TableError('broken');
      } else if (code === 125 || code === 93) {
        depth--;
        if (depth < 0) throw new TableError('broken');
        if (isInside && depth === listDepth) {
          yield element + piece.slice(from, at + 1);
          element = '';
          isInside = false;
        } else if (listDepth > 0 && depth < listDepth) {
          if (isInside) yield element + piece.slice(from, at);
          isInside = false;
          isDone = true;
        }
      } else if (isInside && depth === listDepth && code === 44) {
        yield element + piece.slice(from, at);
        element = '';
        isInside = false;
      } else if (!isInside && listDepth === depth && code > 32 && code !== 44) {
        isInside = true;
        from = at;
      }
    }
    if (isDone) return;
    if (isInside) element += piece.slice(from);
    if (element.length > ELEMENT_CHARS) throw new TableError('tooLarge');
  }
  if (listDepth !== -1) throw new TableError('broken');
}

/** Objects that stand on a line each. */
async function* linesOf(path: string, encoding: Encoding): AsyncIterable<string> {
  let rest = '';
  for await (const piece of readText(path, encoding)) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') yield line;
    if (rest.length > ELEMENT_CHARS) throw new TableError('tooLarge');
  }
  if (rest.trim() !== '') yield rest;
}

type Flat = { cells: Map<string, string> } | { fault: 'brokenJson' | 'notAnObject' };

function flatOf(text: string): Flat {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: 'brokenJson' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { fault: 'notAnObject' };
  const cells = new Map<string, string>();
  flatten(value, '', cells, 0);
  return { cells };
}

/** What is nested becomes a column with a dotted name; a list of words is one cell. */
function flatten(value: object, prefix: string, cells: Map<string, string>, depth: number): void {
  for (const [key, each] of Object.entries(value)) {
    if (cells.size >= 16_384) return;
    const name = prefix === '' ? key : `${prefix}.${key}`;
    if (each === null || each === undefined) cells.set(name, '');
    else if (typeof each !== 'object') cells.set(name, String(each));
    else if (Array.isArray(each) && each.every((one) => typeof one !== 'object'))
      cells.set(name, joinWords(each.map((one) => String(one ?? ''))));
    else if (depth < 3) flatten(each, name, cells, depth + 1);
  }
}

/** A file of objects. Its columns are the names that any of its objects has, so it is read through once before its rows are. */
export async function openJson(path: string, encoding: Encoding, head: string): Promise<Table> {
  const isByLine = /^\s*\{[^\n]*\}\s*\n\s*\{/.test(head);
  const texts = () => (isByLine ? linesOf(path, encoding) : elementsOf(path, encoding));
  const names = new Map<string, number>();
  let count = 0;
  for await (const text of texts()) {
    if (++count > tableLimits.rows) throw new TableError('tooManyRows');
    const flat = flatOf(text);
    if ('fault' in flat) continue;
    for (const name of flat.cells.keys()) if (!names.has(name)) names.set(name, names.size);
    if (names.size > tableLimits.columns) throw new TableError('tooManyColumns');
  }
  if (count === 0 || names.size === 0) throw new TableError(count === 0 ? 'empty' : 'notATable');
  const columns = namesOf([...names.keys()]);
  async function* rows(): AsyncIterable<Row> {
    let n = 0;
    for await (const text of texts()) {
      n++;
      const flat = flatOf(text);
      if ('fault' in flat) {
        yield rowOf(n, [text.slice(0, 200)], columns.length, flat.fault);
        continue;
      }
      const cells = new Array<string>(columns.length).fill('');
      for (const [name, value] of flat.cells) {
        const index = names.get(name);
        if (index !== undefined) cells[index] = value;
      }
      yield rowOf(n, cells, columns.length);
    }
  }
  return { format: 'json', encoding, delimiter: null, hasHeader: true, columns, rows: () => counted(inPieces(rows())) };
}
