import { expect, it } from 'vitest';
import { DAYS_SHOWN } from './contract.ts';
import { changeOf, compareMonths, limitsOf, shareOf } from './rules.ts';

const daysFrom = (from: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({
    day: new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10),
    in: 1,
    out: 2,
  }));

it('sums this month until today and the last one until the same day, and shows the last thirty days', () => {
  const counted = { today: '2026-11-10', month: '2026-11-01', last: '2026-10-01', same: '2026-10-10' };
  const starts = { this: { begun: 4, asked: 3, answered: 2, seconds: 90 } };
  const months = compareMonths({ ...counted, days: daysFrom('2026-10-01', 41), starts });
  expect(months.thisMonth).toEqual({ received: 10, sent: 20, begun: 4, asked: 3, answered: 2, secondsToAnswer: 90 });
  expect(months.lastMonth).toEqual({ received: 10, sent: 20, begun: 0, asked: 0, answered: 0, secondsToAnswer: null });
  expect([months.days.length, months.days.at(-1)?.day]).toEqual([DAYS_SHOWN, '2026-11-10']);
});

it('compares with something only, and rounds a share up to all of it never', () => {
  expect([changeOf(12, 10), changeOf(0, 10), changeOf(5, 0)]).toEqual([20, -100, null]);
  expect([shareOf(999, 1_000), shareOf(3, 3), shareOf(0, 0), shareOf(1, 3)]).toEqual([99, 100, null, 33]);
});

it('tells a limit before it bites, the nearest to its end first, and none that has no end', () => {
  const limits = { numbers: 3, messages: null, contacts: 500, workspaces: null } as never;
  const rows = limitsOf(
    { limits, seats: { included: 1, min: 1, max: 10, extraCents: null } },
    { numbers: 3, contacts: 400, messages: 9, workspaces: 9, seats: 7 },
  );
  expect(rows.map(({ name, state }) => [name, state])).toEqual([
    ['numbers', 'full'],
    ['contacts', 'near'],
    ['seats', 'fine'],
  ]);
});
