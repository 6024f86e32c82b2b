import { describe, expect, it } from 'vitest';
import { createTranslator } from './create-translator.ts';

const tree = { mail: { left: '{count, plural, one {Queda # día} other {Quedan # días}}, {name}' } };

describe('the translator for mails', () => {
  it('fills arguments and plurals', () => {
    const t = createTranslator(tree, 'es');
    expect(t('mail.left', { count: 1, name: 'Ana' })).toBe('Queda 1 día, Ana');
    expect(t('mail.left', { count: 3, name: 'Ana' })).toBe('Quedan 3 días, Ana');
  });
  it('refuses a key that does not exist', () => {
    expect(() => createTranslator(tree, 'es')('mail.gone')).toThrow('mail.gone');
  });
});
