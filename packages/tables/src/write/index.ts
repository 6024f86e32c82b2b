// Writes files of rows as they come, one piece at a time.
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import yazl from 'yazl';

/** `day` is YYYY-MM-DD, `at` YYYY-MM-DD HH:MM: a date of a sheet, and a text everywhere else. */
export type Cell = string | number | null | { day: string } | { at: string };

/** How a CSV is written: what parts its cells, and what parts a number from its fraction. */
export type CsvStyle = { delimiter: ',' | ';' | '\t'; decimal: '.' | ',' };
const PLAIN: CsvStyle = { delimiter: ',', decimal: '.' };

/**
 * What a table program would take for a formula begins with an apostrophe, so that it is shown and not run. Semicolons, tabs and line breaks
 * begin a cell too where a program splits by them; those at the beginning of a text, behind which a formula hides, say nothing and are left out.
 */
const neutral = (given: string): string => {
  const text = given.replace(/^[\t\r\n]+/, '');
  return isPlainNumber(text) ? text : text.replace(/(^|[;\t\r\n,|])(["'\s]*)([=+\-@＝＋－＠])/g, "$1$2'$3");
};

/** What `neutral` added, taken off again: for reading back what was written here. */
export const unmarked = (text: string): string => text.replace(/(^|[;\t\r\n,|])(["'\s]*)'([=+\-@＝＋－＠])/g, '$1$2$3');

/** −3.5 and telephone numbers with their plus sign run nothing, and stay as they are. */
const isPlainNumber = (text: string): boolean =>
  /^-?\d+([.,]\d+)?$/.test(text) || /^\+[\d\s()-]{6,24}(; \+[\d\s()-]{6,24})*$/.test(text);

const textOf = (cell: Cell, decimal: string): string => {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell).replace('.', decimal);
  if (typeof cell === 'string') return neutral(cell);
  return 'day' in cell ? cell.day : cell.at;
};

const csvCell = (cell: Cell, decimal: string): string => {
  const text = textOf(cell, decimal);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line of CSV; the first one carries the mark by which table programs know UTF-8. */
export const csvLine = (cells: readonly Cell[], isFirst = false, { delimiter, decimal }: CsvStyle = PLAIN): string =>
  `${isFirst ? '\ufeff' : ''}${cells.map((cell) => csvCell(cell, decimal)).join(delimiter)}\r\n`;

// the lengths of country codes are fixed by E.164: these are the ones of one and two digits, the rest have three
const COUNTRY_CODE = /^(1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/** A number of telephone as table programs leave it alone: with the space it is a text, so that neither the plus nor a digit is lost. */
export const phoneText = (digits: string): string => digits.replace(COUNTRY_CODE, '+$1 ');

const xmlText = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

/** The days that a sheet counts; null before its calendar can be trusted. */
const serialOf = (day: string, time = '00:00'): number | null => {
  if (day < '1900-03-01') return null;
  return Math.round((Date.parse(`${day}T${time}:00Z`) / 86_400_000 + 25_569) * 1e6) / 1e6;
};

const sheetCell = (cell: Cell): string => {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'object') {
    const [day = '', time] = 'day' in cell ? [cell.day] : cell.at.split(' ');
    const serial = serialOf(day, time);
    if (serial !== null) return `<c s="${'day' in cell ? 2 : 3}"><v>${serial}</v></c>`;
    return sheetCell('day' in cell ? cell.day : cell.at);
  }
  // as text it stays what it is: a number of telephone keeps its zeros, and nothing runs
  const text = xmlText(cell.slice(0, 32_000));
  return `<c t="inlineStr" s="1"><is><t${/^\s|\s$|\n/.test(text) ? ' xml:space="preserve"' : ''}>${text}</t></is></c>`;
};

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org';
const PARTS: [name: string, text: string][] = [
  [
    '[Content_Types].xml',
    `<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`,
  ],
  [
    '_rels/.rels',
    `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  ],
  [
    'xl/_rels/workbook.xml.rels',
    `<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
  ],
  // the second format is text (49): what is in it is never a number nor a formula; then days, and days with their time
  [
    'xl/styles.xml',
    `<styleSheet xmlns="${OFFICE}/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="22" applyNumberFormat="1"/></cellXfs></styleSheet>`,
  ],
];

/** A workbook of one sheet whose rows come one after the other; only the row at hand is in memory. */
export function xlsxStream(sheetName: string, rows: AsyncIterable<readonly Cell[]>): Readable {
  const zip = new yazl.ZipFile();
  const sheet = new PassThrough({ highWaterMark: 256 * 1024 });
  for (const [name, text] of PARTS) zip.addBuffer(Buffer.from(HEAD + text), name);
  zip.addBuffer(
    Buffer.from(
      `${HEAD}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="${xmlText(sheetName.replace(/[\\/?*[\]:]/g, ' ').slice(0, 31))}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    ),
    'xl/workbook.xml',
  );
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml');
  zip.end();
  const output = zip.outputStream as Readable;
  fill(sheet, rows).catch((error) => {
    sheet.destroy(error);
    output.destroy(error);
  });
  return output;
}

async function fill(sheet: PassThrough, rows: AsyncIterable<readonly Cell[]>): Promise<void> {
  sheet.write(
    `${HEAD}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`,
  );
  for await (const row of rows) {
    if (sheet.destroyed) return;
    if (!sheet.write(`<row>${row.map(sheetCell).join('')}</row>`))
      await new Promise<void>((resolve) => {
        const done = () => {
          sheet.off('drain', done).off('close', done);
          resolve();
        };
        sheet.on('drain', done).on('close', done);
      });
  }
  sheet.end('</sheetData></worksheet>');
}
