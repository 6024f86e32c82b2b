import { expect, it } from 'vitest';
import { placeOnLine } from './place-on-line.ts';

it('places a stretch where it lies', () => {
  expect(placeOnLine({ from: 1000, to: 2000, starts: 1250, ends: 1750 })).toEqual({ x: 25, width: 50 });
});
it('shows the shortest stretch, at the very end too', () => {
  expect(placeOnLine({ from: 0, to: 1000, starts: 500, ends: 500 })).toEqual({ x: 50, width: 1 });
  expect(placeOnLine({ from: 0, to: 1000, starts: 1000, ends: 1000 })).toEqual({ x: 99, width: 1 });
});
it('stays on the line when clocks disagree, and when the line has no length', () => {
  expect(placeOnLine({ from: 1000, to: 2000, starts: 900, ends: 2500 })).toEqual({ x: 0, width: 100 });
  expect(placeOnLine({ from: 1000, to: 1000, starts: 1000, ends: 1000 })).toEqual({ x: 0, width: 1 });
});
