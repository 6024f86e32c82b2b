import { expect, test } from 'vitest';
import { messagesOf } from './messages.ts';
import { nameProduct } from './name-product.ts';

test.each(['es', 'en'] as const)(
  'in %s nothing says Recado where the product has another name, but what files are recognised by',
  (locale) => {
    const left: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (typeof value === 'string') {
        if (/recado/i.test(value)) left.push(`${path}: ${value}`);
      } else for (const [key, each] of Object.entries(value as object)) look(each, `${path}.${key}`);
    };
    look(messagesOf(locale, 'Casa Azul'), locale);
    expect(left).toEqual([`${locale}.exports.columns.id: Recado ID`]);
    expect(messagesOf(locale, 'Casa Azul').errors.kernel.unavailable).toContain('Casa Azul');
  },
);

test('a name is a name, whatever signs it has', () => {
  expect(nameProduct({ a: ['Abre Recado', 2, null] }, "Ana $& L'Or")).toEqual({ a: ["Abre Ana $& L'Or", 2, null] });
  const texts = { a: 'Recado' };
  expect(nameProduct(texts, 'Recado')).toBe(texts);
});
