import { describe, expect, it } from 'vitest';
import { renderText, textTemplates } from './render-text.ts';

const house = { product: 'Recado', publicUrl: 'https://recado.example:8443/x', codeMinutes: 10 };

describe('rendering a text message', () => {
  it.each(textTemplates.flatMap((template) => ['es', 'en'].map((locale) => [template, locale] as const)))(
    '%s speaks %s: the code first, and in the last line the host that it is for',
    (template, locale) => {
      const text = renderText({ template, locale, params: { code: '042517' } }, house);
      expect(text).toMatch(/^042517 .*Recado.*[.]\n\n@recado\.example #042517$/);
      expect(text).not.toMatch(/[{}]|undefined/);
      expect(text.length).toBeLessThan(134);
    },
  );

  it('knows no other', () => {
    expect(() => renderText({ template: 'login-code', locale: 'es', params: {} }, house)).toThrow('no text is called');
  });
});
