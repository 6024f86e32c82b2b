import { describe, expect, it } from 'vitest';
import { dayKey, formatAgo, formatDay, formatListTime, formatWhen, type Reading } from './format-when.ts';

const madrid: Reading = { locale: 'es', now: new Date('2026-11-20T17:40:00Z'), timeZone: 'Europe/Madrid' };
const at = (iso: string) => new Date(iso);

describe('a moment as people say it', () => {
  it('says today, yesterday and the weekday with the hour', () => {
    expect(formatWhen(at('2026-11-20T07:05:00Z'), madrid)).toBe('hoy, 08:05');
    expect(formatWhen(at('2026-11-19T17:40:00Z'), madrid)).toBe('ayer, 18:40');
    expect(formatWhen(at('2026-11-16T17:40:00Z'), madrid)).toBe('lunes, 18:40');
  });
  it('gives the date after a week and the year when it is another', () => {
    expect(formatDay(at('2026-03-03T12:00:00Z'), madrid)).toBe('3 de marzo');
    expect(formatDay(at('2025-03-03T12:00:00Z'), madrid)).toBe('3 de marzo de 2025');
  });
  it('counts days by the calendar of the reader, not by 24 hours', () => {
    expect(formatListTime(at('2026-11-19T22:59:00Z'), madrid)).toBe('ayer');
    expect(formatListTime(at('2026-11-19T23:01:00Z'), madrid)).toBe('00:01');
    expect(dayKey(at('2026-11-19T23:01:00Z'), 'America/Mexico_City')).toBe('2026-11-19');
  });
  it('counts days across the end of summer time', () => {
    const monday: Reading = { ...madrid, now: at('2026-10-26T08:00:00Z') };
    expect(formatDay(at('2026-10-24T22:30:00Z'), monday)).toBe('ayer');
  });
  it('keeps to a few characters in lists', () => {
    expect(formatListTime(at('2026-11-16T17:40:00Z'), madrid)).toBe('lun');
    expect(formatListTime(at('2026-03-03T12:00:00Z'), madrid)).toBe('3 mar');
    expect(formatListTime(at('2025-03-03T12:00:00Z'), madrid)).toBe('3/3/25');
  });
  it('tells how long ago, and never the future', () => {
    expect(formatAgo(at('2026-11-20T17:39:50Z'), madrid)).toBe('ahora');
    expect(formatAgo(at('2026-11-20T17:37:00Z'), madrid)).toBe('hace 3 minutos');
    expect(formatAgo(at('2026-11-20T17:41:00Z'), madrid)).toBe('ahora');
  });
});
