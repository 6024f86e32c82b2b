import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import yazl from 'yazl';
import { csvLine, xlsxStream } from '../write/index.ts';
import { openTable, type ReadOptions, TableError } from './index.ts';
import { SharedStrings } from './shared-strings.ts';

let folder = '';
let count = 0;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'recado-read-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function fileOf(content: string | Uint8Array): Promise<string> {
  const file = path.join(folder, `${count++}`);
  await writeFile(file, content);
  return file;
}

async function read(content: string | Uint8Array, options: ReadOptions = {}) {
  const table = await openTable(await fileOf(content), options);
  const rows = [];
  for await (const piece of table.rows()) rows.push(...piece);
  return { ...table, rows, cells: rows.map((row) => row.cells) };
}

const refusal = (content: string | Uint8Array) =>
  read(content).then(
    () => 'read',
    (error) => (error instanceof TableError ? error.fault : String(error)),
  );

/** A packed file of these parts. */
async function zipOf(parts: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const book = (sheet: string, more: Record<string, string> = {}, properties = '') =>
  zipOf({
    'xl/workbook.xml': `<workbook xmlns:r="r"><workbookPr ${properties}/><sheets><sheet name="Oculta" state="hidden" r:id="a"/><sheet name="Clientes" r:id="b"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="a" Target="worksheets/a.xml"/><Relationship Id="b" Target="/xl/worksheets/b.xml"/><Relationship Id="s" Type="${REL}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="${REL}/styles" Target="styles.xml"/></Relationships>`,
    'xl/worksheets/a.xml': '<worksheet/>',
    'xl/worksheets/b.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
    ...more,
  });

test('texts are read in whatever letters, signs and line ends they were written', async () => {
  const expected = [['Peña Íñigo', '612345678', 'línea 1\nlínea "2"']];
  for (const delimiter of [',', ';', '\t', '|']) {
    const text =
      ['Nombre', 'Teléfono', 'Notas'].join(delimiter) +
      '\r\n' +
      ['Peña Íñigo', '612345678', '"línea 1\r\nlínea ""2"""'].join(delimiter);
    const bytes = {
      'utf-8': [Buffer.from(text), Buffer.from(`\ufeff${text}`)],
      'utf-16le': [Buffer.from(`\ufeff${text}`, 'utf16le'), Buffer.from(text, 'utf16le')],
      'utf-16be': [Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
      'windows-1252': [Buffer.from(text, 'latin1')],
      macintosh: [
        Buffer.from(
          text.replace(/ñ/g, '\x96').replace(/é/g, '\x8e').replace(/í/g, '\x92').replace(/Í/g, '\xea'),
          'latin1',
        ),
      ],
    };
    for (const [encoding, files] of Object.entries(bytes))
      for (const file of files)
        expect(await read(file)).toMatchObject({
          format: 'csv',
          encoding,
          delimiter,
          columns: ['Nombre', 'Teléfono', 'Notas'],
          cells: expected,
        });
  }
  expect((await read('sep=;\r\na;b\r\n1;2\r\n')).cells).toEqual([['1', '2']]);
  expect((await read('a,b\r1,2\r\r3,4\r')).rows).toEqual([
    { n: 2, cells: ['1', '2'] },
    { n: 4, cells: ['3', '4'] },
  ]);
  expect(await read('Ana,612345678\nEva,612345679')).toMatchObject({
    hasHeader: false,
    columns: ['A', 'B'],
    cells: [
      ['Ana', '612345678'],
      ['Eva', '612345679'],
    ],
  });
  expect((await read('n,n,,x,,\n1,2,3,4')).columns).toEqual(['n', 'n (2)', 'C', 'x']);
});

test('what is meant to hurt does not: zeros, halves of letters, quotes without an end, lines without one, too many columns', async () => {
  expect((await read('a,b\nA\0na\u202e\u200b,\ud800x')).cells).toEqual([['Ana', '\ufffd\ufffd\ufffdx'.slice(2)]]);
  const open = await read(`a,b\n1,"nunca se cierra\n2,bien\n${'3,bien\n'.repeat(3)}`);
  expect(open.rows.map(({ fault }) => fault)).toEqual(['brokenQuotes', undefined, undefined, undefined, undefined]);
  expect(await refusal('x'.repeat(900_000))).toBe('notATable');
  expect(await refusal(`${Array.from({ length: 301 }, (_, n) => `c${n}`).join(',')}\n`)).toBe('tooManyColumns');
  expect(await refusal('')).toBe('empty');
  expect(await refusal('\n \n\n')).toBe('empty');
  expect(await refusal(Buffer.from('%PDF-1.7 …'))).toBe('notATable');
  expect(await refusal(Buffer.alloc(5_000, 1))).toBe('notATable');
  expect(
    await refusal(
      Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('…EncryptedPackage…', 'utf16le')]),
    ),
  ).toBe('encrypted');
  expect(
    await refusal(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from('Workbook', 'utf16le')])),
  ).toBe('oldExcel');
});

test('a workbook is read by its first sheet that is shown, its texts, its days and its numbers whole', async () => {
  const sheet =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><r><t>Telé</t></r><r><t>fono</t></r></is></c><c r="D1" t="s"><v>1</v></c><c r="E1" t="str"><v>Socio</v></c></row>' +
    '<row r="3"><c r="A3" t="s"><v>2</v></c><c r="B3"><v>3.4612345678E10</v></c><c r="D3" s="1"><v>29221</v></c><c r="E3" t="b"><v>1</v></c></row>' +
    '<row r="4"><c r="A4" t="e"><v>#N/A</v></c><c r="B4"><v>0.1</v></c><c r="D4" s="2"><v>29221.5</v></c></row>';
  const strings =
    '<sst><si><t>Nombre</t></si><si><t>Cumple</t></si><si><t xml:space="preserve"> Ana &amp; Eva </t><rPh><t>no</t></rPh></si></sst>';
  const styles =
    '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>';
  const parts = { 'xl/sharedStrings.xml': strings, 'xl/styles.xml': styles };
  expect(await read(await book(sheet, parts))).toMatchObject({
    format: 'xlsx',
    columns: ['Nombre', 'Teléfono', 'C', 'Cumple', 'Socio'],
    rows: [
      { n: 3, cells: ['Ana & Eva', '34612345678', '', '1980-01-01', 'true'] },
      { n: 4, cells: ['#N/A', '0.1', '', '1980-01-01 12:00', ''] },
    ],
  });
  const since1904 = await read(await book(sheet, parts, 'date1904="1"'));
  expect(since1904.cells[0]?.[3]).toBe('1984-01-02');

  const bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>';
  expect(
    await refusal(await zipOf({ 'xl/workbook.xml': `${bomb}<workbook/>`, 'xl/worksheets/sheet1.xml': '<x/>' })),
  ).toBe('broken');
  expect(await refusal(await book(`<row><c t="inlineStr"><is><t>${'x'.repeat(3_000_000)}</t></is></c></row>`))).toBe(
    'tooLarge',
  );
  expect(await refusal(await book(`<row><c r="ZZZZ1"><v>1</v></c></row>`))).toBe('tooManyColumns');
  expect(await refusal(await zipOf({ 'content.xml': '<office/>' }))).toBe('notATable');
  expect(await refusal((await book(sheet, parts)).subarray(0, 600))).toBe('broken');
  // a part that says it is small and is not
  const lying = await book(sheet, { ...parts, 'xl/styles.xml': ' '.repeat(9_000_000) });
  expect(await refusal(lying)).toBe('tooLarge');
  const locked = await book(sheet, parts);
  for (let at = locked.indexOf('PK\x01\x02'); at !== -1; at = locked.indexOf('PK\x01\x02', at + 4))
    locked[at + 8] = (locked[at + 8] ?? 0) | 1;
  expect(await refusal(locked)).toBe('encrypted');
});

test('texts of a workbook that memory has no room for wait in a file and come back whole', () => {
  const strings = new SharedStrings(2 * 1024 * 1024);
  const textOf = (n: number) => `texto ${n} ${'ñ'.repeat(n % 90)}`;
  for (let n = 0; n < 60_000; n++) strings.add(textOf(n));
  expect(strings.isSpilled).toBe(true);
  for (const n of [0, 1, 17_000, 33_333, 59_998, 59_999]) expect(strings.get(n)).toBe(textOf(n));
  expect(strings.get(60_000)).toBeNull();
  strings.close();
});

test('objects are read from a list, from a list inside of an object and from lines, and one that is broken costs itself only', async () => {
  const objects =
    '[{"nombre":"Ana, \\"la\\" []","tel":34612345678,"más":{"ciudad":"Cádiz"},"tags":["a","b"]}, 7, {"nombre":"Eva","extra":true}]';
  const expected = { format: 'json', columns: ['nombre', 'tel', 'más.ciudad', 'tags', 'extra'] };
  for (const text of [objects, `{"meta":{"count":2},"payload":${objects}}`])
    expect(await read(text)).toMatchObject({
      ...expected,
      rows: [
        { n: 1, cells: ['Ana, "la" []', '34612345678', 'Cádiz', 'a; b', ''] },
        { n: 2, fault: 'notAnObject' },
        { n: 3, cells: ['Eva', '', '', '', 'true'] },
      ],
    });
  expect((await read('{"a":1}\n{"a":\n{"a":3}\n')).rows).toEqual([
    { n: 1, cells: ['1'] },
    { n: 2, cells: ['{"a":'], fault: 'brokenJson' },
    { n: 3, cells: ['3'] },
  ]);
  expect(await refusal('[{"a":1},{"a"')).toBe('broken');
  expect(await refusal('[]')).toBe('empty');
});

test('cards of the three versions are read, folded and quoted, the preferred number first', async () => {
  const cards = [
    'BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Mar=C3=ADa Jos=\r\n=C3=A9\r\nTEL;CELL:612 345 678\r\nTEL;CELL;PREF:+34 612 000 111\r\nEND:VCARD',
    'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Eva\\, la de\r\n  la tienda\r\nitem1.TEL;TYPE=CELL:+34612000222\r\nEMAIL;TYPE=INTERNET:eva@tienda.es\r\nBDAY:19800517\r\nADR:;;Calle 1;Cádiz;;11001;España\r\nCATEGORIES:vip,zona norte\r\nNOTE:uno\\ndos\r\nPHOTO;ENCODING=b:AAAA\r\n BBBB\r\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:4.0\nFN:Luis\nTEL;VALUE=uri:tel:+34-612-000-333\nesto no es nada\nEND:VCARD',
    'BEGIN:VCARD\nVERSION:4.0\nFN:Sin fin\n',
  ];
  const { columns, rows } = await read(cards.join('\r\n'));
  const told = rows.map(({ n, cells, fault }) => ({
    n,
    fault,
    ...Object.fromEntries(cells.map((cell, index) => [columns[index], cell]).filter(([, cell]) => cell !== '')),
  }));
  expect(told).toEqual([
    {
      n: 1,
      fault: undefined,
      'N given': 'María José',
      'N family': 'Muñoz',
      'TEL 1': '+34 612 000 111',
      'TEL 2': '612 345 678',
    },
    {
      n: 2,
      fault: undefined,
      FN: 'Eva, la de la tienda',
      'TEL 1': '+34612000222',
      'EMAIL 1': 'eva@tienda.es',
      BDAY: '1980-05-17',
      'ADR city': 'Cádiz',
      'ADR country': 'España',
      CATEGORIES: 'vip; zona norte',
      NOTE: 'uno\ndos',
    },
    { n: 3, fault: 'brokenCard', FN: 'Luis', 'TEL 1': '+34-612-000-333' },
    { n: 4, fault: 'brokenCard', FN: 'Sin fin' },
  ]);
});

test('what is written is read back as it was, and nothing in it runs in a table program', async () => {
  const rows = [
    ['Nombre', 'Teléfono', 'Notas'],
    ['=HYPERLINK("http://x")', '+34612345678', '-2+3'],
    ['@SUM(A1)', '0034612345678', 'bien;=cmd|1\n+1'],
    ['-3,5', 'Ana & "Eva" <x>', '\t=1'],
  ];
  const safe = [
    [`'=HYPERLINK("http://x")`, '+34612345678', `'-2+3`],
    [`'@SUM(A1)`, '0034612345678', `bien;'=cmd|1\n'+1`],
    ['-3,5', 'Ana & "Eva" <x>', `'=1`],
  ];
  expect((await read(rows.map((row, index) => csvLine(row, index === 0)).join(''))).cells).toEqual(safe);
  const file = path.join(folder, 'out.xlsx');
  await pipeline(
    xlsxStream(
      'Contactos [1]',
      (async function* () {
        yield* rows;
      })(),
    ),
    createWriteStream(file),
  );
  const table = await openTable(file);
  const cells: string[][] = [];
  for await (const piece of table.rows()) cells.push(...piece.map((row) => row.cells));
  // text cells of a workbook never run
  expect(cells).toEqual(rows.slice(1).map((row) => row.map((cell) => cell.trim())));
});
