import { expect, test } from 'vitest';
import { joinWords, splitJoined } from './index.ts';

test.each([
  [['VIP', 'Zona Norte']],
  [['ojo; paga tarde', 'VIP']],
  [['acaba en;', 'VIP']],
  [['C:\\fotos', 'a\\; b', '\\']],
  [['sin;espacio', 'una, dos | tres']],
  [[]],
])('words come back as they were: %j', (words) => {
  expect(splitJoined(joinWords(words))).toEqual(words);
});

test('what needs no mark has none, and a cell that a person wrote is split as before', () => {
  expect(joinWords(['VIP', 'sin;espacio'])).toBe('VIP; sin;espacio');
  expect(splitJoined('VIP;  Norte ; VIP; ')).toEqual(['VIP', 'Norte']);
});
