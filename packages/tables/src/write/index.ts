// Writes files of rows as they come, one piece at a time.
import type { Readable } from 'node:stream';
import { PassThrough } from 'node:stream';
import yazl from 'yazl';

export type Cell = string | number | null;

/**
 * What a table program would take for a formula begins with an apostrophe, so that it is shown and not run. Semicolons, tabs and line breaks
 * begin a cell too where a program splits by them.
 */
const neutral = (text: string): string =>
  text.replace(/(^|[;\t\r\n,|])(["'\s]*)([=+\-@])/g, (whole, before: string, between: string, sign: string) =>
    isPlainNumber(text) ? whole : `${before}${between}'${sign}`,
  );

/** −3.5 and a telephone number with its plus sign run nothing, and stay as they are. */
const isPlainNumber = (text: string): boolean => /^-?\d+([.,]\d+)?$/.test(text) || /^\+[\d\s()-]{6,24}$/.test(text);

const csvCell = (cell: Cell): string => {
  const text = cell === null ? '' : typeof cell === 'number' ? String(cell) : neutral(cell);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** A line of CSV; the first one carries the mark by which table programs know UTF-8. */
export const csvLine = (cells: readonly Cell[], isFirst = false): string =>
  `${isFirst ? '\ufeff' : ''}${cells.map(csvCell).join(',')}\r\n`;

const xmlText = (text: string): string =>
  text
    .toWellFormed()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: XML has no way to write them
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const sheetCell = (cell: Cell): string => {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  // as text it stays what it is: a number of telephone keeps its zeros, and nothing runs
  return `<c t="inlineStr" s="1"><is><t xml:space="preserve">${xmlText(cell.slice(0, 32_000))}</t></is></c>`;
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
  // the second format is text (49): what is in it is never a number nor a formula
  [
    'xl/styles.xml',
    `<styleSheet xmlns="${OFFICE}/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf/><xf numFmtId="49" applyNumberFormat="1"/></cellXfs></styleSheet>`,
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
