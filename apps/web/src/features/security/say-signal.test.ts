import { expect, it } from 'vitest';
import { signalWords } from './say-signal.ts';

const side = (system: string, place: string | null, browser = 'Chrome') => ({
  system,
  place,
  browser,
  kind: 'fixed' as const,
});
const words = (between: ReturnType<typeof side>[]) =>
  signalWords(
    { kind: 'pingPong', count: 4, between },
    { locale: 'es', nameOf: ({ browser }) => browser, and: (parts) => new Intl.ListFormat('es').format(parts) },
  ).between;

it('names each side by its system and the city it was near', () => {
  expect(words([side('Windows', 'ES Sevilla'), side('Android', 'ES Madrid')])).toBe('Windows/Sevilla y Android/Madrid');
});

it('names the country where no city is known, and the browser where no system is', () => {
  expect(words([side('Windows', 'ES'), side('', 'FR')])).toBe('Windows/España y Chrome/Francia');
  expect(words([side('iOS', null)])).toBe('iOS');
});

it('names the same side once', () => {
  expect(words([side('Windows', 'ES Sevilla', 'Chrome'), side('Windows', 'ES Sevilla', 'Firefox')])).toBe(
    'Windows/Sevilla',
  );
});
