import { expect, test } from 'vitest';
import type { Line } from './journal.ts';
import { judge } from './judge.ts';

const committed = [{ key: 'k1', name: 'proof/flaky' }];
let clock = 0;
const line = (kind: Line['kind'], step: string, more: Partial<Line> = {}): Line => {
  clock += 60_000;
  return { kind, step, key: 'k1', fn: 'flaky', run: 'r1', at: clock, ...more };
};
const once = (step: string, more: Partial<Line> = {}) => [line('start', step, more), line('effect', step, more)];
const good = () => [
  ...once('first'),
  line('start', 'hesitant'),
  line('threw', 'hesitant'),
  ...once('hesitant'),
  ...once('last'),
];

test('a run whose steps follow each other, with a retry of its own, is as promised', () => {
  expect(judge(good(), committed, [])).toEqual({ runs: 1, steps: 3, startedAgain: 0, problems: [] });
});

test('a step may start again where something was killed, and nowhere else', () => {
  const lines = [line('start', 'first'), ...good()];
  const between = (lines[0]?.at ?? 0) + 1;
  expect(judge(lines, committed, [between])).toMatchObject({ startedAgain: 1, problems: [] });
  expect(judge(lines, committed, []).problems).toEqual(['k1 flaky: first ran again though nothing was killed']);
});

test('a step that runs again after a later one began is a fault, kill or not', () => {
  const lines = [...good(), line('start', 'first')];
  expect(judge(lines, committed, [clock - 1]).problems).toEqual(['k1 flaky: first ran again after last had begun']);
});

test('two runs of one event, a second effect, a lost event and one that was rolled back are faults', () => {
  const second = once('first', { run: 'r2' });
  expect(judge([...good(), ...second], committed, [clock]).problems).toContain('k1 has 2 runs of flaky');
  expect(judge([...good(), ...second], committed, [clock]).problems).toContain('k1 flaky: first had 2 effects');
  expect(judge([], committed, []).problems).toContain('k1 has 0 runs of flaky');
  expect(judge(good(), [], []).problems).toEqual(['k1 ran, though it was rolled back']);
});
