import { expect, it } from 'vitest';
import { formatPhone } from './format-phone.ts';

it('groups the digits of a number after its country code', () => {
  expect(formatPhone('34612345678')).toBe('+34 612 345 678');
  expect(formatPhone('5215512345678')).toBe('+52 15 512 345 678');
  expect(formatPhone('525512345678')).toBe('+52 5512 345 678');
  expect(formatPhone('12025550123')).toBe('+1 2025 550 123');
  expect(formatPhone('593991234567')).toBe('+593 991 234 567');
});
