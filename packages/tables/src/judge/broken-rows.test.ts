import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTable } from '../read/index.ts';
import { recognise } from '../recognise/index.ts';
import { type JudgePlan, judgeRow, type ReasonCode, reasons } from './index.ts';

const NAMES =
  'Nombre;Teléfono;Correo;Empresa;Ciudad;País;Cumpleaños;Idioma;Tipo;Etiquetas;Consentimiento;Responsable;Notas;Saldo;Socio;Talla;Alta;Web;Correo de facturas;Teléfono de la tienda;Apodo'.split(
    ';',
  );
const OK = '612345678';
type Cells = Partial<Record<(typeof NAMES)[number], string>>;

/** What is wrong with each, and the reason that a person must read. */
const BROKEN: [code: ReasonCode, cells: Cells | string][] = [
  ['brokenQuotes', '"Ana "la" rubia";612345678'],
  ['tooManyCells', `Ana;${OK}${';'.repeat(20)};;sobra`],
  ['cellTooLong', { Nombre: 'Ana', Teléfono: OK, Notas: 'x'.repeat(10_001) }],
  ['rowTooLong', NAMES.map(() => 'y'.repeat(9_000)).join(';')],
  ['noKey', { Nombre: 'Sin nada' }],
  ['garbled', { Nombre: 'JosÃ© GarcÃ­a', Teléfono: OK }],
  ['garbled', { Nombre: 'Jos\ufffd', Teléfono: OK }],
  ['sheetError', { Teléfono: '#N/A' }],
  ['sheetError', { Teléfono: '#¡VALOR!' }],
  ['phoneRounded', { Teléfono: '3,4612E+10' }],
  ['phoneIsDate', { Teléfono: '12/05/2024' }],
  ['phoneIsEmail', { Teléfono: 'ana@tienda.es' }],
  ['phoneIsGroup', { Teléfono: '120363041234567890@g.us' }],
  ['phoneIsGroup', { Teléfono: '34612345678-1612345678' }],
  ['phoneIsHiddenId', { Teléfono: '123456789012345@lid' }],
  ['phoneMasked', { Teléfono: '612 *** 678' }],
  ['phoneLetters', { Teléfono: 'no tiene' }],
  ['phonePlaceholder', { Teléfono: '000000000' }],
  ['phonePlaceholder', { Teléfono: '123456789' }],
  ['phoneTooShort', { Teléfono: '61234 56' }],
  ['phoneTooLong', { Teléfono: '+3461234567890123456' }],
  ['phoneShortCode', { Teléfono: '112' }],
  ['phonePremium', { Teléfono: '806 123 456' }],
  ['phoneExtension', { Teléfono: '954123456 ext. 12' }],
  ['phoneUnknownPrefix', { Teléfono: '+999 612345678' }],
  ['phoneImpossible', { Teléfono: '212345678' }],
  ['phoneImpossible', { Teléfono: '+34 112 345 678' }],
  ['emailNoAt', { Correo: 'ana.tienda.es' }],
  ['emailTwoAts', { Correo: 'ana@@tienda.es' }],
  ['emailSpaces', { Correo: 'ana maria@tienda.es' }],
  ['emailNoName', { Correo: '@tienda.es' }],
  ['emailNoDomain', { Correo: 'ana@' }],
  ['emailNoEnding', { Correo: 'ana@tienda' }],
  ['emailDots', { Correo: 'ana..lopez@tienda.es' }],
  ['emailLetters', { Correo: 'aña@tienda.es' }],
  ['emailTooLong', { Correo: `${'a'.repeat(70)}@tienda.es` }],
  ['emailIsPhone', { Correo: '612 345 678' }],
  ['emailPlaceholder', { Correo: 'notiene@gmail.com' }],
  ['nameTooLong', { Nombre: 'A'.repeat(121), Teléfono: OK }],
  ['nameIsNumber', { Nombre: '+34 612 345 678', Teléfono: OK }],
  ['nameIsEmail', { Nombre: 'ana@tienda.es', Teléfono: OK }],
  ['companyTooLong', { Empresa: 'E'.repeat(121), Teléfono: OK }],
  ['cityTooLong', { Ciudad: 'C'.repeat(81), Teléfono: OK }],
  ['countryUnknown', { País: 'Atlántida', Teléfono: OK }],
  ['dateUnreadable', { Cumpleaños: 'en primavera', Teléfono: OK }],
  ['dateImpossible', { Cumpleaños: '31/02/1980', Teléfono: OK }],
  ['dateFuture', { Cumpleaños: '01/01/2090', Teléfono: OK }],
  ['dateTooOld', { Cumpleaños: '01/01/1799', Teléfono: OK }],
  ['languageUnknown', { Idioma: 'klingon', Teléfono: OK }],
  ['kindUnknown', { Tipo: 'primo', Teléfono: OK }],
  ['consentUnclear', { Consentimiento: 'quizás', Teléfono: OK }],
  ['ownerUnknown', { Responsable: 'Nadie', Teléfono: OK }],
  ['tagTooLong', { Etiquetas: 't'.repeat(41), Teléfono: OK }],
  ['tooManyTags', { Etiquetas: Array.from({ length: 41 }, (_, n) => `t${n}`).join('|'), Teléfono: OK }],
  ['notesTooLong', { Notas: 'n'.repeat(4_001), Teléfono: OK }],
  ['fieldNotNumber', { Saldo: 'mucho', Teléfono: OK }],
  ['fieldNumberTooLarge', { Saldo: '9'.repeat(16), Teléfono: OK }],
  ['fieldNotYesNo', { Socio: 'a veces', Teléfono: OK }],
  ['fieldNotInList', { Talla: 'XXL', Teléfono: OK }],
  ['fieldNotDate', { Alta: '2024-13-01', Teléfono: OK }],
  ['fieldNotUrl', { Web: 'tienda', Teléfono: OK }],
  ['fieldNotEmail', { 'Correo de facturas': 'facturas', Teléfono: OK }],
  ['fieldNotPhone', { 'Teléfono de la tienda': 'cerrado', Teléfono: OK }],
  ['fieldTooLong', { Apodo: 'a'.repeat(501), Teléfono: OK }],
];

const FIELDS = [
  { id: 'saldo', type: 'number', options: [] },
  { id: 'socio', type: 'boolean', options: [] },
  { id: 'talla', type: 'choice', options: ['S', 'M', 'L'] },
  { id: 'alta', type: 'date', options: [] },
  { id: 'web', type: 'url', options: [] },
  { id: 'facturas', type: 'email', options: [] },
  { id: 'tienda', type: 'phone', options: [] },
  { id: 'apodo', type: 'text', options: [] },
] as const;

const planOf = (mapping: JudgePlan['mapping'], country: string | null = 'ES'): JudgePlan => ({
  mapping,
  country,
  dayOrder: 'dmy',
  today: '2026-11-27',
  fields: FIELDS,
  owners: { marta: '00000000-0000-4000-8000-000000000001' },
});

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'recado-rows-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

test('a file of more than sixty kinds of broken rows gives each the reason that it has', async () => {
  const line = (cells: Cells | string) =>
    typeof cells === 'string' ? cells : NAMES.map((name) => cells[name] ?? '').join(';');
  const file = path.join(folder, 'broken.csv');
  await writeFile(file, [NAMES.join(';'), ...BROKEN.map(([, cells]) => line(cells)), `Al final;${OK}`].join('\r\n'));

  const table = await openTable(file);
  const { mapping } = recognise(table.columns, []);
  expect(mapping.slice(0, 13)).toEqual(
    'name phone email company city country birthday language kind tags consent owner notes'.split(' '),
  );
  const plan = planOf([...mapping.slice(0, 13), ...FIELDS.map(({ id }) => `field:${id}` as const)]);
  const told: string[] = [];
  for await (const rows of table.rows())
    for (const row of rows) {
      const verdict = judgeRow(row, plan);
      told.push((verdict.draft ? verdict.leftOut : verdict.because).map(({ code }) => code).join('+'));
    }

  expect(BROKEN.length).toBeGreaterThan(60);
  // what follows a broken row is read as if nothing had been
  expect(told).toEqual([...BROKEN.map(([code]) => code), '']);
});

test('what a file alone cannot say is told too: no country, a day that may be two, a card or an object that is none', () => {
  const judge = (cell: string, target: 'phone' | 'birthday', country: string | null, dayOrder: 'dmy' | null = null) => {
    const verdict = judgeRow(
      { n: 2, cells: [cell, 'ana@tienda.es'] },
      { ...planOf([target, 'email'], country), dayOrder },
    );
    return verdict.draft ? verdict.leftOut.map(({ code }) => code) : [];
  };
  expect(judge('612345678', 'phone', null)).toEqual(['phoneNoCountry']);
  expect(judge('03/04/1980', 'birthday', 'ES')).toEqual(['dateAmbiguous']);
  expect(judge('03/04/1980', 'birthday', 'ES', 'dmy')).toEqual([]);
  for (const fault of ['brokenJson', 'notAnObject', 'brokenCard'] as const)
    expect(judgeRow({ n: 1, cells: ['x'], fault }, planOf(['name']))).toMatchObject({ because: [{ code: fault }] });
  expect(judgeRow({ n: 1, cells: ['', ''] }, planOf(['name', 'phone']))).toMatchObject({
    because: [{ code: 'rowEmpty' }],
  });
  // every reason stands for something that was seen above, or that only the whole file tells
  const seen = new Set<string>([
    ...BROKEN.map(([code]) => code),
    'phoneNoCountry',
    'dateAmbiguous',
    'brokenJson',
    'notAnObject',
    'brokenCard',
    'rowEmpty',
    'duplicateInFile',
  ]);
  expect(reasons.filter((code) => !seen.has(code))).toEqual([]);
});

test('numbers are read as people and table programs write them, in the country of the row before that of the company', () => {
  const digits = (cells: string[], mapping: JudgePlan['mapping'] = ['phone'], country = 'ES') => {
    const { draft } = judgeRow({ n: 2, cells }, planOf(mapping, country));
    return draft?.phones.map((phone) => phone.digits) ?? [];
  };
  for (const cell of [
    '612345678',
    '612 34 56 78',
    '+34 612-345-678',
    '0034612345678',
    '34612345678',
    "'+34612345678",
    '="612345678"',
    '3.4612345678E+10',
    '612345678.0',
    '34612345678@s.whatsapp.net',
    'tel:+34612345678',
  ])
    expect([cell, digits([cell])]).toEqual([cell, ['34612345678']]);
  expect(digits(['612345678 / 954 123 456'])).toEqual(['34612345678', '34954123456']);
  expect(digits(['+34 612 345 678 ::: +34 954 123 456'])).toEqual(['34612345678', '34954123456']);
  expect(digits(['55 1234 5678', 'México'], ['phone', 'country'])).toEqual(['525512345678']);
  expect(digits(['52', '5512345678'], ['dial', 'phone'])).toEqual(['525512345678']);
  expect(digits(['0412 1234567'], ['phone'], 'VE')).toEqual(['584121234567']);
  expect(digits(['06 12345678'], ['phone'], 'IT')).toEqual(['390612345678']);
});

test('a value that is none is left out of its contact and told, and the rest of the row is kept', () => {
  const mapping = ['given', 'family', 'phone', 'email', 'tags', 'consent', 'owner', 'field:saldo'] as const;
  const verdict = judgeRow(
    { n: 2, cells: ['Ana', 'López', '12', 'ANA@Tienda.es', 'vip, vip; Zona Norte', 'Sí', 'Marta', '1.234,50 €'] },
    planOf(mapping),
  );
  expect(verdict).toMatchObject({
    draft: {
      name: 'Ana López',
      phones: [],
      email: 'ana@tienda.es',
      tags: ['vip, vip', 'Zona Norte'],
      consent: 'in',
      ownerId: '00000000-0000-4000-8000-000000000001',
      fields: { saldo: 1234.5 },
    },
    leftOut: [{ code: 'phoneTooShort', column: 2, value: '12' }],
  });
});
