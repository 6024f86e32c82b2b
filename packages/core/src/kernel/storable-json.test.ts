import { expect, it } from 'vitest';
import { storableJson } from './storable-json.ts';

it('leaves out NUL and mends broken pairs, in keys too, and nothing else', () => {
  expect(JSON.parse(storableJson({ 'k\u0000': 'a\u0000b', half: '\ud83dx', low: 'x\ude00' }))).toEqual({
    k: 'ab',
    half: '\ufffdx',
    low: 'x\ufffd',
  });
  const fine = { text: '😀 "quoted" \\u0000 C:\\new\n\u001f', list: [1, null, 'ñ'] };
  expect(JSON.parse(storableJson(fine))).toEqual(fine);
});
