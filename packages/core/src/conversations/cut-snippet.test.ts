import { expect, test } from 'vitest';
import { cutSnippet } from './cut-snippet.ts';

const shown = (body: string, ...stems: string[]) => {
  const { text, marks } = cutSnippet(body, stems);
  return { text, marked: marks.map(([from, to]) => text.slice(from, to)) };
};

test('words with a stem are marked as they are written, whatever their accents and case, and no others', () => {
  expect(shown('Las FACTURAS y la facturación, pero no el facto', 'factur').marked).toEqual([
    'FACTURAS',
    'facturación',
  ]);
  expect(shown('Cami\u006f\u0301n y camión', 'camion').marked).toEqual(['Camio\u0301n', 'camión']);
  expect(shown('a mí, a mi casa', 'mi').marked).toEqual(['mí', 'mi']);
  expect(shown('maravillosamente', 'mar').marked).toEqual([]);
});

test('a long text is cut around the first place, between words and never within a sign', () => {
  const { text, marked } = shown(`${'antes '.repeat(60)}pedido ${'después '.repeat(60)}`, 'pedid');
  expect([text.startsWith('…antes'), text.endsWith('después…'), marked]).toEqual([true, true, ['pedido']]);
  expect(text.length).toBeLessThan(165);
  const smiles = shown('😀'.repeat(400), 'nada').text;
  expect(smiles).toMatch(/^(😀)+…$/u);
});

test('lines become one, and what looks like a page’s language stays text', () => {
  expect(shown('<b>hola</b>\n\n  <img src=x onerror=alert(1)>', 'hol')).toEqual({
    text: '<b>hola</b> <img src=x onerror=alert(1)>',
    marked: ['hola'],
  });
  expect(shown('   ', 'hol')).toEqual({ text: '', marked: [] });
});
