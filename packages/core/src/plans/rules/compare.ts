// What follows from two or more plans side by side.
import { type FeatureName, featureNames, fullCrm, type LimitName, limitNames, type PlanVersion } from '../contract.ts';

/** What stands in one place of a comparison; a screen has the words. Null of a count is without end, of money on quotation. */
export type Cell =
  | { kind: 'has'; has: boolean }
  | { kind: 'count'; count: number | null; per?: 'workspace' }
  | { kind: 'days'; days: number | null }
  | { kind: 'money'; cents: number | null; currency: string; interval: 'month' | 'year' }
  | { kind: 'percent'; percent: number | null }
  | { kind: 'crm'; crm: 'basic' | 'full' | null }
  | { kind: 'support'; support: PlanVersion['support'] };
export type ComparisonRow = {
  row: 'price' | 'extraSeat' | 'seats' | 'sessions' | 'trial' | 'crm' | 'support' | 'sla' | LimitName | FeatureName;
  cells: Cell[];
};

/** Whether a plan's CRM is the whole one; null when it has none. */
export const crmOf = (plan: Pick<PlanVersion, 'features'>): 'basic' | 'full' | null =>
  !plan.features.includes('crm') ? null : fullCrm.every((each) => plan.features.includes(each)) ? 'full' : 'basic';

/** What a catalogue promises and the product does not do yet; whoever shows plans says so. Whoever builds one takes it off. */
export const comingRows: ReadonlySet<ComparisonRow['row']> = new Set([
  ...(['widgets', 'aiMessages', 'services', 'templates', 'campaigns', 'api', 'webhooks', 'sso', 'reports'] as const),
  ...(['analytics', 'customReports', 'bookings', 'payments', 'calendar', 'connectors', 'drip', 'abTests'] as const),
  ...(['ownBackup'] as const),
]);

/** The comparison of plans: what none of them speaks of has no row. */
export function comparePlans(plans: readonly PlanVersion[]): ComparisonRow[] {
  const row = (name: ComparisonRow['row'], cellOf: (plan: PlanVersion) => Cell, when = true): ComparisonRow[] =>
    when && plans.length > 0 ? [{ row: name, cells: plans.map(cellOf) }] : [];
  const some = (test: (plan: PlanVersion) => boolean) => plans.some(test);
  return [
    ...row('price', ({ price }) => ({ kind: 'money', ...price })),
    ...row(
      'extraSeat',
      ({ seats, price }) =>
        seats.extraCents === null ? { kind: 'has', has: false } : { kind: 'money', ...price, cents: seats.extraCents },
      some(({ seats }) => seats.extraCents !== null),
    ),
    ...row(
      'trial',
      ({ trialDays }) => ({ kind: 'days', days: trialDays }),
      some(({ trialDays }) => trialDays > 0),
    ),
    ...row('seats', ({ seats }) => ({
      ...{ kind: 'count', count: seats.max },
      ...(seats.per === 'workspace' ? { per: seats.per } : {}),
    })),
    ...row('sessions', ({ sessions }) => ({ kind: 'count', count: sessions.perPerson })),
    ...limitNames.flatMap((name) =>
      row(
        name,
        ({ limits }) =>
          name === 'historyDays' ? { kind: 'days', days: limits[name] } : { kind: 'count', count: limits[name] },
        some(({ limits }) => limits[name] !== null),
      ),
    ),
    ...row(
      'crm',
      (plan) => ({ kind: 'crm', crm: crmOf(plan) }),
      some(({ features }) => features.includes('crm')),
    ),
    ...featureNames
      .filter((name) => name !== 'crm')
      .flatMap((name) =>
        row(
          name,
          ({ features }) => ({ kind: 'has', has: features.includes(name) }),
          some(({ features }) => features.includes(name)),
        ),
      ),
    ...row('support', ({ support }) => ({ kind: 'support', support })),
    ...row(
      'sla',
      (plan) => ({ kind: 'percent', percent: plan.slaPercent }),
      some((plan) => plan.slaPercent !== null),
    ),
  ];
}

/** What an account uses, by limit; what is not known is left out and taken as nothing. */
export type Use = Partial<Record<LimitName | 'seats', number>>;
/**
 * What becomes of what is too much: `choose` is that the owner says what stays and the rest is kept for reading, `noneNew` that nothing is
 * added by hand while everything stays, `untilNextMonth` that no more goes out in this window, `putAway` that what is older is put into a file.
 */
export type Fate = 'choose' | 'noneNew' | 'untilNextMonth' | 'putAway';
export type GoingDown = {
  /** Each limit that the use is over, with how much of it has no place. */
  exceeded: { name: LimitName | 'seats'; used: number; limit: number; over: number; fate: Fate }[];
  /** Limits that become lower though the use fits. */
  lowered: { name: LimitName | 'seats'; from: number | null; to: number }[];
  /** What is switched off until there is a plan with it again; nothing that was made with it is deleted. */
  paused: FeatureName[];
  sessions: { from: number; to: number } | null;
};

const FATES: Record<LimitName | 'seats', Fate> = {
  ...{ numbers: 'choose', widgets: 'choose', workspaces: 'choose', seats: 'choose', services: 'choose' },
  ...{ templates: 'choose', contacts: 'noneNew', messages: 'untilNextMonth', aiMessages: 'untilNextMonth' },
  historyDays: 'putAway',
};

/** What happens when an account goes from one plan to another with what it uses. Nothing is ever lost by it. */
export function whatHappensIfIGoDown(from: PlanVersion, to: PlanVersion, use: Use): GoingDown {
  const exceeded: GoingDown['exceeded'] = [];
  const lowered: GoingDown['lowered'] = [];
  for (const name of [...limitNames, 'seats'] as const) {
    const [had, limit] = name === 'seats' ? [from.seats.max, to.seats.max] : [from.limits[name], to.limits[name]];
    if (limit === null) continue;
    const used = use[name] ?? 0;
    if (used > limit) exceeded.push({ name, used, limit, over: used - limit, fate: FATES[name] });
    else if (had === null || had > limit) lowered.push({ name, from: had, to: limit });
  }
  const fewer = to.sessions.perPerson < from.sessions.perPerson;
  return {
    exceeded,
    lowered,
    paused: from.features.filter((each) => !to.features.includes(each)),
    sessions: fewer ? { from: from.sessions.perPerson, to: to.sessions.perPerson } : null,
  };
}
