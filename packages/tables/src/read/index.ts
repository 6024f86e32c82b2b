// Reads files of rows: as they come, with little memory, and whatever is in them.
import { stat } from 'node:fs/promises';
import { openCsv } from './csv.ts';
import { openJson } from './json.ts';
import { type Table, TableError, tableLimits } from './table.ts';
import { detectEncoding, type Encoding, headOf } from './text.ts';
import { openVcard } from './vcard.ts';
import { openXlsx } from './xlsx.ts';

export { type Delimiter, delimiters } from './csv.ts';
export {
  letterOf,
  type Row,
  type RowFault,
  rowFaults,
  type Table,
  TableError,
  type TableFault,
  type TableFormat,
  tableFaults,
  tableFormats,
  tableLimits,
} from './table.ts';
export { type Encoding, encodings } from './text.ts';

export type ReadOptions = {
  encoding?: string | undefined;
  delimiter?: string | undefined;
  hasHeader?: boolean | undefined;
};

/** How files begin that people take for tables: PDF, PNG, GIF, JPEG, gzip, RAR, 7z. */
const SIGNATURES = ['25504446', '89504e47', '47494638', 'ffd8ff', '1f8b', '52617221', '377abc'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

/**
 * Opens a file by what is in it, never by what it is called. Throws TableError for what is no table, what is locked, and what would cost more
 * than a file may.
 */
export async function openTable(path: string, options: ReadOptions = {}): Promise<Table> {
  const { size } = await stat(path);
  if (size === 0) throw new TableError('empty');
  if (size > tableLimits.fileBytes) throw new TableError('tooLarge');
  const head = await headOf(path, 4096);
  if (head.subarray(0, 8).toString('hex') === 'd0cf11e0a1b11ae1')
    throw new TableError((await holds(path, 'EncryptedPackage')) ? 'encrypted' : 'oldExcel');
  if (head[0] === 0x50 && head[1] === 0x4b) return await openXlsx(path, options);
  if (SIGNATURES.some((each) => head.subarray(0, each.length).equals(each))) throw new TableError('notATable');
  const encoding = (options.encoding as Encoding | undefined) ?? (await detectEncoding(path));
  const text = new TextDecoder(encoding).decode(await headOf(path, 64 * 1024), { stream: true });
  if (text.trim() === '') throw new TableError('empty');
  if (/^\s*BEGIN:VCARD/i.test(text)) return await openVcard(path, encoding);
  if (/^\s*[[{]\s*(["{[\]}]|$)/.test(text)) return await openJson(path, encoding, text);
  if (isBinary(text)) throw new TableError('notATable');
  return await openCsv(path, { encoding, delimiter: options.delimiter, hasHeader: options.hasHeader });
}

/** An old container says in UTF-16 what it holds. */
async function holds(path: string, name: string): Promise<boolean> {
  return (await headOf(path, 1024 * 1024)).includes(Buffer.from(name, 'utf16le'));
}

/** Texts have few control characters. */
function isBinary(text: string): boolean {
  let controls = 0;
  const end = Math.min(text.length, 8_192);
  for (let at = 0; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 32 && code !== 9 && code !== 10 && code !== 13) controls++;
  }
  return controls > Math.max(8, end / 20);
}
