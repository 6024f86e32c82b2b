import { describe, expect, it } from 'vitest';
import { csvCell } from './rules.ts';

describe('a cell for table programs', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['a;=1+1', "a;'=1+1"],
    ['a; \t@x', "a; \t'@x"],
    ['a\t-1', "a\t'-1"],
    ['a\n+1', `"a\n'+1"`],
    ['a\r\n=1', `"a\r\n'=1"`],
    ['a;"=1', `"a;""'=1"`],
    ['a;=1;=2', "a;'=1;'=2"],
    ['a;\uff1d1', "a;'\uff1d1"],
    [{ name: ';=1' }, `"{""name"":"";'=1""}"`],
  ])('is no formula, whatever the program separates by: %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });

  it.each([
    [-5, '-5'],
    ['a=b-c', 'a=b-c'],
    ['a; b', 'a; b'],
    [null, ''],
  ])('is as it was where nothing is to be feared: %j', (value, cell) => {
    expect(csvCell(value)).toBe(cell);
  });
});
