import { describe, expect, it, test } from 'vitest';
import { AppError } from '../kernel/contract.ts';
import { type FeatureName, type LimitName, type PlanVersion, presetNames } from './contract.ts';
import { b2b } from './rules/catalogues/b2b.ts';
import { recado } from './rules/catalogues/recado.ts';
import {
  comparePlans,
  crmOf,
  offeredOf,
  offerForSeveral,
  presetOf,
  readPreset,
  stripeKeyOf,
  whatHappensIfIGoDown,
} from './rules.ts';

const planOf = (preset: (typeof presetNames)[number], plan: string) =>
  presetOf(preset).plans.find((each) => each.plan === plan) as PlanVersion;
const faultsOf = (source: unknown): string[] => {
  try {
    readPreset(source);
  } catch (error) {
    if (error instanceof AppError) return error.params.faults as string[];
  }
  throw new Error('it threw nothing of ours');
};

const FULL = ['crm', 'plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export'];
const NONE = null;
/** A plan whose limits have no end. */
const ENDLESS = Array<null>(8).fill(NONE);
type Row = [
  plan: string,
  cents: number | null,
  currency: 'EUR' | 'USD',
  trialDays: number,
  sessions: number,
  seats: [included: number | null, min: number, max: number | null, extraCents: number | null],
  // numbers, widgets, workspaces, contacts, AI messages, messages, days of history, services
  limits: (number | null)[],
  support: PlanVersion['support'],
  slaPercent: number | null,
  features: string[],
];
// every number by hand from the description of the catalogues
const ROWS: Row[] = [
  ['trial', 0, 'EUR', 14, 1, [1, 1, 1, NONE], [3, 3, 1, 5_000, 5_000, NONE, 365, NONE], 'email', NONE, FULL],
  [
    'starter',
    2_900,
    'EUR',
    14,
    1,
    [1, 1, 1, NONE],
    [1, 1, 1, 500, 500, NONE, 30, NONE],
    'email',
    NONE,
    ['crm', 'plannedMessages'],
  ],
  ['pro', 4_900, 'EUR', 14, 1, [1, 1, 1, NONE], [3, 3, 1, 5_000, 5_000, NONE, 365, NONE], 'email', NONE, FULL],
  ['family', 7_900, 'EUR', 14, 1, [3, 2, 3, NONE], [3, 3, 1, 5_000, 5_000, NONE, 365, NONE], 'email', NONE, FULL],
  [
    'team',
    9_900,
    'EUR',
    14,
    5,
    [1, 3, 10, 2_900],
    [3, 3, 3, 25_000, 5_000, NONE, 365, NONE],
    'chat',
    NONE,
    [...FULL, 'visibility', 'adminTwoFactor'],
  ],
  [
    'agency',
    14_900,
    'EUR',
    14,
    5,
    [NONE, 1, NONE, NONE],
    [10, 10, 10, 25_000, 5_000, NONE, NONE, NONE],
    'chat',
    NONE,
    [...FULL, 'visibility', 'accessLinks', 'whiteLabel', 'api', 'webhooks'],
  ],
  [
    'enterprise',
    NONE,
    'EUR',
    0,
    5,
    [NONE, 1, NONE, NONE],
    ENDLESS,
    'phone',
    99.95,
    [
      ...FULL,
      'visibility',
      'adminTwoFactor',
      'accessLinks',
      'whiteLabel',
      'api',
      'webhooks',
      'sso',
      'allowList',
      'customRoles',
    ],
  ],
  ['wallie_starter', 2_900, 'EUR', 0, 1, [1, 1, 1, NONE], ENDLESS, 'email', NONE, FULL],
  ['wallie_pro', 4_900, 'EUR', 0, 1, [1, 1, 1, NONE], ENDLESS, 'email', NONE, FULL],
  ['wallie_family', 7_900, 'EUR', 0, 1, [3, 2, 3, NONE], ENDLESS, 'email', NONE, FULL],
  ['wallie_team', 9_900, 'EUR', 0, 5, [1, 3, 10, 2_900], ENDLESS, 'email', NONE, FULL],
  ['wallie_enterprise', NONE, 'EUR', 0, 5, [NONE, 1, NONE, NONE], ENDLESS, 'email', NONE, [...FULL, 'sso']],
  ['whahook_trial', 0, 'EUR', 7, 5, [1, 1, 1, NONE], [1, 1, 1, NONE, 500, NONE, 30, NONE], 'email', NONE, ['crm']],
  [
    'whahook_starter',
    1_200,
    'EUR',
    7,
    5,
    [1, 1, 1, NONE],
    [1, 1, 1, NONE, 500, NONE, 30, NONE],
    'email',
    NONE,
    ['crm'],
  ],
  [
    'whahook_professional',
    2_800,
    'EUR',
    7,
    5,
    [3, 1, 3, NONE],
    [3, 3, 3, NONE, 5_000, NONE, 365, NONE],
    'priority',
    NONE,
    [...FULL, 'analytics'],
  ],
  [
    'whahook_enterprise',
    8_900,
    'EUR',
    7,
    5,
    [NONE, 1, NONE, NONE],
    [10, 10, 10, NONE, NONE, NONE, NONE, NONE],
    'dedicated',
    NONE,
    [
      ...FULL,
      'analytics',
      'api',
      'webhooks',
      'whiteLabel',
      'accessLinks',
      'customRoles',
      'customReports',
      'onboarding',
    ],
  ],
  [
    'chatflow_starter',
    2_900,
    'USD',
    14,
    5,
    [2, 1, 2, NONE],
    [1, NONE, NONE, 500, NONE, 1_000, NONE, NONE],
    'email',
    99.5,
    ['crm', 'notes', 'dashboard', 'plannedMessages', 'campaigns', 'calendar', 'export'],
  ],
  [
    'chatflow_professional',
    7_900,
    'USD',
    14,
    5,
    [10, 1, 10, NONE],
    [1, NONE, NONE, 5_000, NONE, 10_000, NONE, NONE],
    'chat',
    99.5,
    [
      'crm',
      'notes',
      'dashboard',
      'plannedMessages',
      'campaigns',
      'calendar',
      'export',
      'roles',
      'analytics',
      'segments',
      'webhooks',
      'api',
      'connectors',
      'ownBackup',
    ],
  ],
  [
    'chatflow_business',
    19_900,
    'USD',
    14,
    5,
    [50, 1, 50, NONE],
    [NONE, NONE, NONE, 25_000, NONE, 50_000, NONE, NONE],
    'dedicated',
    99.9,
    [
      'crm',
      'notes',
      'dashboard',
      'plannedMessages',
      'campaigns',
      'calendar',
      'export',
      'roles',
      'analytics',
      'segments',
      'webhooks',
      'api',
      'connectors',
      'ownBackup',
      'customFields',
      'drip',
      'abTests',
      'customReports',
      'whiteLabel',
      'onboarding',
      'accountManager',
    ],
  ],
  [
    'chatflow_enterprise',
    NONE,
    'USD',
    14,
    5,
    [NONE, 1, NONE, NONE],
    ENDLESS,
    'dedicated',
    99.95,
    [
      'crm',
      'notes',
      'dashboard',
      'plannedMessages',
      'campaigns',
      'calendar',
      'export',
      'roles',
      'analytics',
      'segments',
      'webhooks',
      'api',
      'connectors',
      'ownBackup',
      'customFields',
      'drip',
      'abTests',
      'customReports',
      'whiteLabel',
      'onboarding',
      'accountManager',
      'onPremise',
      'training',
      'audit',
    ],
  ],
  [
    'b2b_free',
    0,
    'USD',
    0,
    5,
    [NONE, 1, NONE, NONE],
    [NONE, NONE, NONE, 1, NONE, 100, NONE, 1],
    'email',
    NONE,
    ['crm', 'plannedMessages', 'notes'],
  ],
  [
    'b2b_starter',
    2_900,
    'USD',
    0,
    5,
    [NONE, 1, NONE, NONE],
    [NONE, NONE, NONE, 50, NONE, 5_000, NONE, 10],
    'email',
    NONE,
    ['crm', 'plannedMessages', 'notes', 'bookings', 'payments', 'reports'],
  ],
  [
    'b2b_professional',
    9_900,
    'USD',
    0,
    5,
    [NONE, 1, NONE, NONE],
    [NONE, NONE, NONE, 1_000, NONE, 50_000, NONE, NONE],
    'always',
    NONE,
    ['crm', 'plannedMessages', 'notes', 'bookings', 'payments', 'reports', 'analytics', 'api'],
  ],
  [
    'b2b_enterprise',
    NONE,
    'USD',
    0,
    5,
    [NONE, 1, NONE, NONE],
    ENDLESS,
    'always',
    NONE,
    ['crm', 'plannedMessages', 'notes', 'bookings', 'payments', 'reports', 'analytics', 'api'],
  ],
];
const COLUMNS: LimitName[] = [
  'numbers',
  'widgets',
  'workspaces',
  'contacts',
  'aiMessages',
  'messages',
  'historyDays',
  'services',
];
const all = presetNames.flatMap((preset) => presetOf(preset).plans);

describe('the catalogues that come with the product', () => {
  test.each(ROWS)('%s is what was agreed, to the number and the feature', (...row) => {
    const [
      name,
      cents,
      currency,
      trialDays,
      perPerson,
      [included, min, max, extraCents],
      limits,
      support,
      sla,
      features,
    ] = row;
    const plan = all.find((each) => each.plan === name) as PlanVersion;
    expect(plan.price).toEqual({ cents, currency, interval: 'month' });
    expect([plan.trialDays, plan.sessions.perPerson, plan.support, plan.slaPercent]).toEqual([
      ...[trialDays, perPerson, support, sla],
    ]);
    expect(plan.seats).toMatchObject({ included, min, max, extraCents });
    expect(COLUMNS.map((limit) => plan.limits[limit])).toEqual(limits);
    expect([...plan.features].sort()).toEqual([...features].sort());
    expect([plan.version, plan.isLegacy, plan.limits.templates]).toEqual([1, false, null]);
  });

  it('have no plan beside these', () => {
    expect(all.map(({ plan }) => plan).sort()).toEqual(ROWS.map(([plan]) => plan).sort());
  });

  it('begin somebody new as each says', () => {
    expect(presetNames.map((name) => [presetOf(name).start, presetOf(name).trial])).toEqual([
      ['trial', { days: 14, as: 'pro', needsCard: false, after: ['deactivated'] }],
      ['wallie_starter', null],
      [
        'whahook_trial',
        { days: 7, as: 'whahook_starter', needsCard: false, after: ['whahook_starter', 'deactivated'] },
      ],
      ['chatflow_starter', { days: 14, as: 'any', needsCard: false, after: ['deactivated'] }],
      ['b2b_free', null],
    ]);
  });

  it('hold what is said of a few beside the numbers: 45 minutes, three people in each business, 157 € for three', () => {
    expect(planOf('wallie', 'wallie_pro').sessions.idleMinutes).toBe(45);
    expect(planOf('whahook', 'whahook_professional').seats.per).toBe('workspace');
    expect(planOf('recado', 'team').seats.per).toBe('account');
    for (const preset of ['recado', 'wallie'] as const)
      expect(offerForSeveral(presetOf(preset).plans)).toMatchObject({ fromCents: 15_700, maxSeats: 10 });
    expect(planOf('recado', 'team').next).toBe('enterprise');
  });

  it('call each price by catalogue, plan and version', () => {
    expect(all.map(stripeKeyOf)).toEqual(
      expect.arrayContaining(['recado_pro_v1', 'whahook_starter_v1', 'b2b_free_v1']),
    );
    expect(stripeKeyOf({ ...planOf('recado', 'pro'), version: 2 })).toBe('recado_pro_v2');
    expect(new Set(all.map(stripeKeyOf)).size).toBe(all.length);
  });

  it('sell no trial, nothing of the past, and only the newest version', () => {
    expect(offeredOf(all, 'recado').map(({ plan }) => plan)).toEqual([
      'starter',
      'pro',
      'family',
      'team',
      'agency',
      'enterprise',
    ]);
    expect(offeredOf(all, 'b2b')[0]?.plan).toBe('b2b_free');
    const pro = planOf('recado', 'pro');
    const newer = { ...pro, version: 2, price: { ...pro.price, cents: 5_900 } };
    expect(offeredOf([pro, newer], 'recado')).toEqual([newer]);
    expect(offeredOf([pro, { ...newer, isLegacy: true }], 'recado')).toEqual([]);
  });
});

describe('a catalogue that does not hold together', () => {
  it('is refused with the names of the fields', () => {
    const [free, ...others] = b2b.plans;
    expect(
      faultsOf({ ...b2b, plans: [{ ...free, limits: { ...free?.limits, messages: -1, emails: 5 } }, ...others] }),
    ).toEqual([
      expect.stringMatching(/^b2b_free 1: limits.messages/),
      expect.stringMatching(/^b2b_free 1: limits .*emails/),
    ]);
    expect(faultsOf({ ...b2b, start: 'gold', plans: [...others] })).toEqual(['start: the plan "gold" does not exist']);
    expect(faultsOf({ ...b2b, colour: 'red', plans: [] })).toEqual([
      expect.stringMatching(/^plans /),
      expect.stringMatching(/colour/),
    ]);
  });
  it('neither mixes catalogues or currencies, nor has a plan without the name of its own', () => {
    expect(faultsOf({ ...b2b, plans: [...b2b.plans, recado.plans[2]] })).toEqual([
      ...['pro 1: its next plan "team" does not exist'],
    ]);
    expect(faultsOf({ ...b2b, plans: [...b2b.plans, recado.plans[6]] })).toEqual([
      'enterprise 1: preset is "recado" in the catalogue "b2b"',
      'enterprise 1: price.currency is another one',
    ]);
    expect(faultsOf({ ...b2b, plans: [{ ...b2b.plans[0], plan: 'free' }] })).toEqual([
      'free 1: plan begins with the name of its catalogue',
    ]);
  });
  it('is refused when its trial is of a plan that it does not have', () => {
    const trial = { days: 7, as: 'gold', needsCard: false, after: ['silver'] };
    expect(faultsOf({ ...b2b, trial })).toEqual([
      'trial.as: the plan "gold" does not exist',
      'trial.after: the plan "silver" does not exist',
    ]);
  });
});

describe('plans side by side', () => {
  it('have a row for what any of them speaks of, and none for what nobody does', () => {
    const rows = comparePlans(offeredOf(all, 'whahook'));
    expect(rows.map(({ row }) => row)).toEqual([
      ...[
        'price',
        'trial',
        'seats',
        'sessions',
        'numbers',
        'widgets',
        'workspaces',
        'aiMessages',
        'historyDays',
        'crm',
      ],
      ...['plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export', 'accessLinks'],
      ...['whiteLabel', 'api', 'webhooks', 'customRoles', 'analytics', 'customReports', 'onboarding', 'support'],
    ]);
    expect(rows.find(({ row }) => row === 'seats')?.cells).toEqual([
      { kind: 'count', count: 1 },
      { kind: 'count', count: 3, per: 'workspace' },
      { kind: 'count', count: null },
    ]);
    expect(rows.filter(({ row }) => row === 'crm')[0]?.cells).toEqual([
      { kind: 'crm', crm: 'basic' },
      { kind: 'crm', crm: 'full' },
      { kind: 'crm', crm: 'full' },
    ]);
    expect(rows.find(({ row }) => row === 'historyDays')?.cells.at(1)).toEqual({ kind: 'days', days: 365 });
    expect(rows[0]?.cells[0]).toEqual({ kind: 'money', cents: 1_200, currency: 'EUR', interval: 'month' });
  });
  it('say what a further person costs where that is sold, and what is promised where something is', () => {
    const recados = comparePlans(offeredOf(all, 'recado'));
    expect(recados.find(({ row }) => row === 'extraSeat')?.cells[3]).toMatchObject({ kind: 'money', cents: 2_900 });
    expect(recados.find(({ row }) => row === 'sla')?.cells.at(-1)).toEqual({ kind: 'percent', percent: 99.95 });
    expect(comparePlans([])).toEqual([]);
  });
  it('have a basic CRM, a whole one, or none', () => {
    expect([crmOf(planOf('recado', 'starter')), crmOf(planOf('recado', 'pro'))]).toEqual(['basic', 'full']);
    expect(crmOf({ features: ['api'] satisfies FeatureName[] })).toBe(null);
  });
});

describe('going down', () => {
  it('says of each limit what is too much and what becomes of it, and which features wait', () => {
    const down = whatHappensIfIGoDown(planOf('recado', 'team'), planOf('recado', 'starter'), {
      ...{ numbers: 3, workspaces: 1, contacts: 1_200, aiMessages: 501, seats: 4, historyDays: 90 },
    });
    expect(down.exceeded).toEqual([
      { name: 'numbers', used: 3, limit: 1, over: 2, fate: 'choose' },
      { name: 'contacts', used: 1_200, limit: 500, over: 700, fate: 'noneNew' },
      { name: 'aiMessages', used: 501, limit: 500, over: 1, fate: 'untilNextMonth' },
      { name: 'historyDays', used: 90, limit: 30, over: 60, fate: 'putAway' },
      { name: 'seats', used: 4, limit: 1, over: 3, fate: 'choose' },
    ]);
    expect(down.lowered).toEqual([
      { name: 'widgets', from: 3, to: 1 },
      { name: 'workspaces', from: 3, to: 1 },
    ]);
    expect(down.paused).toEqual([
      'campaigns',
      'segments',
      'notes',
      'customFields',
      'export',
      'visibility',
      'adminTwoFactor',
    ]);
    expect(down.sessions).toEqual({ from: 5, to: 1 });
  });
  it('says nothing where the other plan has as much', () => {
    expect(whatHappensIfIGoDown(planOf('recado', 'pro'), planOf('recado', 'enterprise'), { contacts: 1e6 })).toEqual({
      ...{ exceeded: [], lowered: [], paused: [], sessions: null },
    });
  });
});
