import { describe, expect, it } from 'vitest';
import { AppError } from '../kernel/contract.ts';
import type { PlanVersion } from './contract.ts';
import {
  assertFeature,
  assertRoom,
  centsFor,
  hasFeature,
  leastCentsOf,
  offerForSeveral,
  readCatalogue,
  resolveEntitlements,
  sessionLimitOf,
} from './rules.ts';

const plan = (more: Partial<PlanVersion> = {}): PlanVersion => ({
  preset: 'recado',
  plan: 'pro',
  version: 1,
  name: { es: 'Pro', en: 'Pro' },
  price: { cents: 4_900, currency: 'EUR', interval: 'month' },
  trialDays: 14,
  sessions: { perPerson: 1, idleMinutes: null },
  seats: { included: 1, min: 1, max: 1, extraCents: null, per: 'account' },
  limits: {
    numbers: 3,
    widgets: 3,
    workspaces: 1,
    contacts: 5_000,
    aiMessages: 5_000,
    messages: null,
    historyDays: 365,
    services: null,
    templates: null,
  },
  features: ['crm'],
  support: 'email',
  slaPercent: null,
  next: null,
  isLegacy: false,
  ...more,
});
const thrown = (run: () => unknown): AppError => {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('it threw nothing of ours');
};

describe('reading the catalogue', () => {
  it('takes rows that hold together', () => {
    expect(readCatalogue([plan(), plan({ version: 2, sessions: { perPerson: 5, idleMinutes: null } })])).toHaveLength(
      2,
    );
  });
  it('names every fault at once: a wrong field, a version that comes twice, a next plan that does not exist', () => {
    const error = thrown(() =>
      readCatalogue([
        { ...plan(), sessions: { perPerson: 40 } },
        plan({ plan: 'team', next: 'gold' }),
        plan({ plan: 'team' }),
        null,
      ]),
    );
    expect([error.code, error.params.faults]).toEqual([
      'plans.badCatalogue',
      [
        expect.stringMatching(/^pro 1: sessions.perPerson/),
        expect.stringMatching(/^\? \?/),
        expect.stringMatching(/team 1: its next plan "gold"/),
        'team 1: comes twice',
      ],
    ]);
  });
});

describe('entitlements', () => {
  const catalogue = [plan({ next: 'team' }), plan({ version: 2, limits: { ...plan().limits, contacts: 9_000 } })];
  it('are those of the version that the account is on, not of the newest', () => {
    const mine = resolveEntitlements(catalogue, { plan: 'pro', version: 1 });
    expect([mine.limits.contacts, mine.sessionsPerPerson, mine.next]).toEqual([5_000, 1, 'team']);
    expect([hasFeature(mine, 'crm'), hasFeature(mine, 'sso')]).toEqual([true, false]);
  });
  it('do not exist for a plan that the catalogue does not have', () => {
    expect(thrown(() => resolveEntitlements(catalogue, { plan: 'pro', version: 3 })).code).toBe('plans.unknownPlan');
  });
});

describe('room', () => {
  it('is there where nothing is said against it; the refusal names limit, use and the plan that lifts it', () => {
    expect(() => assertRoom(null)).not.toThrow();
    const lacks = { name: 'numbers', limit: 3, used: 2, plan: 'pro', planName: { es: 'Pro', en: 'Pro' } } as const;
    const error = thrown(() => assertRoom(lacks));
    expect([error.code, error.kind, error.params]).toEqual(['plans.limitReached', 'LIMIT', lacks]);
  });
  it('is not what lacks when the plan does not have a feature', () => {
    expect(() => assertFeature(undefined)).not.toThrow();
    const error = thrown(() => assertFeature({ feature: 'segments' }));
    expect([error.code, error.kind, error.params.feature]).toEqual(['plans.notInPlan', 'UPGRADE', 'segments']);
  });
});

it('a person of several accounts has the most sessions that any of them allows, and one without any', () => {
  expect(sessionLimitOf([{ sessionsPerPerson: 1 }, { sessionsPerPerson: 5 }])).toBe(5);
  expect(sessionLimitOf([])).toBe(1);
});

describe('the offer to several people', () => {
  const team = plan({
    plan: 'team',
    price: { cents: 9_900, currency: 'EUR', interval: 'month' },
    seats: { included: 1, min: 3, max: 10, extraCents: 2_900, per: 'account' },
    sessions: { perPerson: 5, idleMinutes: null },
  });
  const dear = { ...team, plan: 'dear', price: { ...team.price, cents: 20_000 } };
  it('is the cheapest plan sold by the seat, with what its fewest people pay, and no plan for one person', () => {
    expect(offerForSeveral([plan(), dear, team])).toMatchObject({ plan: 'team', fromCents: 15_700, seatCents: 2_900 });
  });
  it('is made from the newest version only', () => {
    const newer = { ...team, version: 2, seats: { ...team.seats, extraCents: 3_100 } };
    expect(offerForSeveral([newer, team])).toMatchObject({ fromCents: 16_100 });
  });
  it('is to an agency the plan in which people cost nothing more, and where there is none the one sold by the seat', () => {
    const whole = plan({
      ...{ plan: 'agency', price: { ...team.price, cents: 14_900 }, features: ['crm', 'accessLinks'] },
      seats: { included: null, min: 1, max: null, extraCents: null, per: 'account' },
    });
    const quoted = { ...whole, plan: 'enterprise', price: { ...whole.price, cents: null } };
    expect(offerForSeveral([plan(), team, quoted, whole], 'agency')).toMatchObject({
      ...{ plan: 'agency', fromCents: 14_900, seatCents: null, maxSeats: null },
    });
    expect(offerForSeveral([plan(), team, quoted, whole])).toMatchObject({ plan: 'team' });
    expect(offerForSeveral([plan(), team, quoted], 'agency')).toMatchObject({ plan: 'team' });
  });
  it('is not made where no plan is sold by the seat', () => {
    expect(offerForSeveral([plan(), plan({ plan: 'free', price: { ...team.price, cents: null } })])).toBeNull();
  });
});

describe('what people pay together', () => {
  const price = { cents: 9_900, currency: 'EUR', interval: 'month' as const };
  const team = { price, seats: { included: 1, min: 3, max: 10, extraCents: 2_900, per: 'account' as const } };
  it.each([
    // its owner is in the price; 3 people: 99 + 2 × 29
    ['fewer than it takes', 1, 15_700],
    ['the fewest', 3, 15_700],
    // 99 + 4 × 29
    ['five', 5, 21_500],
    // 99 + 9 × 29
    ['ten', 10, 36_000],
  ])('%s', (_what, people, cents) => {
    expect(centsFor(team, people)).toBe(cents);
  });
  it('is the price where people cost nothing more, and is said on quotation where there is none', () => {
    expect(leastCentsOf(team)).toBe(15_700);
    expect(centsFor({ price, seats: { ...team.seats, included: null } }, 40)).toBe(9_900);
    expect(centsFor({ price: { ...price, cents: null }, seats: team.seats }, 3)).toBeNull();
  });
});
