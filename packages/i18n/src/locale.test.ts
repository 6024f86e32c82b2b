import { describe, expect, it } from 'vitest';
import { chooseLocale } from './locale.ts';

describe('the language of a person', () => {
  it('is the one they chose, whatever the browser wishes', () => {
    expect(chooseLocale('en', 'es-ES,es;q=0.9')).toBe('en');
  });
  it('is the heaviest of the browser languages that we speak', () => {
    expect(chooseLocale(undefined, 'fr-FR, es;q=0.4, en-GB;q=0.8')).toBe('en');
  });
  it('ignores a language that the browser refuses', () => {
    expect(chooseLocale(undefined, 'en;q=0, es;q=0.1')).toBe('es');
  });
  it('is Spanish when nothing fits', () => {
    expect(chooseLocale('klingon', 'de, fr')).toBe('es');
    expect(chooseLocale(undefined, null)).toBe('es');
  });
});
