// The pure door of reports: what follows from what was counted.
import type { Catalogue, Entitlements } from '../plans/contract.ts';
import { DAYS_SHOWN, type Day, limitsShown, type MonthFigures, type Months, NEAR, type PlanLimit } from './contract.ts';

type Starts = { begun: number; asked: number; answered: number; seconds: number | null };
/** What the database counted: every day since the last month began, and the conversations that began in the two months. */
export type Counted = {
  today: string;
  month: string;
  last: string;
  /** The day of the last month that is as far in it as today is in this one. */
  same: string;
  days: Day[];
  starts: { this?: Starts; last?: Starts };
};

/** This month and the last one up to the same day. */
export function compareMonths(counted: Counted): Months {
  const { today, month, last, same, days, starts } = counted;
  const of = (from: string, to: string, begun: Starts | undefined): MonthFigures => {
    const within = days.filter(({ day }) => day >= from && day <= to);
    return {
      received: within.reduce((sum, day) => sum + day.in, 0),
      sent: within.reduce((sum, day) => sum + day.out, 0),
      begun: begun?.begun ?? 0,
      asked: begun?.asked ?? 0,
      answered: begun?.answered ?? 0,
      secondsToAnswer: begun?.seconds ?? null,
    };
  };
  return {
    today,
    thisMonth: of(month, today, starts.this),
    lastMonth: of(last, same, starts.last),
    compared: { from: last, to: same },
    days: days.slice(-DAYS_SHOWN),
  };
}

/** By how many per cent a figure is above (or below) another; null where there is nothing to compare with. */
export const changeOf = (now: number, before: number): number | null =>
  before === 0 ? null : Math.round(((now - before) / before) * 100);

/** A part of a whole in whole per cent; null of nothing. Only all of it is 100. */
export const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : part === whole ? 100 : Math.min(99, Math.round((part / whole) * 100));

/** What an account uses of what its plan limits, those nearest to their end first. What has no limit is left out. */
export function limitsOf(
  entitlements: Pick<Entitlements, 'limits'> & {
    seats: Partial<Entitlements['seats']> & Pick<Entitlements['seats'], 'max'>;
  },
  use: Record<PlanLimit['name'], number>,
): PlanLimit[] {
  const limits = [
    ...limitsShown.map((name) => ({ name, limit: entitlements.limits[name] })),
    { name: 'seats' as const, limit: entitlements.seats.max },
  ];
  return limits
    .flatMap(({ name, limit }): PlanLimit[] => {
      if (limit === null) return [];
      const used = use[name];
      return [{ name, used, limit, state: used >= limit ? 'full' : used >= limit * NEAR ? 'near' : 'fine' }];
    })
    .sort((a, b) => b.used / b.limit - a.used / a.limit);
}

/** How a plan is called in its newest version; null when there is none. */
export const planName = (catalogue: Catalogue, plan: string | null): { es: string; en: string } | null =>
  catalogue.filter((each) => each.plan === plan).sort((a, b) => b.version - a.version)[0]?.name ?? null;
