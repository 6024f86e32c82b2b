import { describe, expect, it, test } from 'vitest';
import type { PlanVersion } from '../plans/contract.ts';
import { presetOf } from '../plans/rules.ts';
import type { BilledInvoice, BilledSubscription, BillingPicture, BillingState } from './contract.ts';
import { actsOf, deriveBillingState, type OrderStep, orderOf, orderStep, planOf, pricesToSell } from './rules.ts';

const day = (said: string): Date => new Date(said.includes('T') ? said : `${said}T10:00:00Z`);

const SUBSCRIPTION: BilledSubscription = {
  ...{ id: 'sub_1', status: 'active', startedAt: day('2026-01-10'), currency: 'EUR', items: [] },
  ...{ periodStart: day('2026-03-10'), periodEnd: day('2026-04-10'), trialEndsAt: null },
  ...{ isEnding: false, endsAt: null, endedAt: null, endedBecause: null },
  ...{ waiting: null, schedule: null, planned: null, discounts: [] },
};
const INVOICE: BilledInvoice = {
  ...{ id: 'in_1', number: 'RECADO-0003', status: 'open', reason: 'subscription_cycle', subscription: 'sub_1' },
  ...{ createdAt: day('2026-03-10'), finalizedAt: day('2026-03-10T11:00:00Z'), paidAt: null, currency: 'EUR' },
  ...{ totalCents: 5929, taxCents: 1029, dueCents: 5929, paidCents: 0, creditedCents: 0, attempts: 1 },
  ...{ nextAttemptAt: null, payment: 'declined', declineCode: null, url: null, document: null },
};
const PICTURE: BillingPicture = {
  ...{ customer: 'cus_1', readAt: day('2026-03-10'), isDeleted: false, email: null, country: 'ES', balanceCents: 0 },
  ...{ currency: 'EUR', taxIds: [], subscription: null, strays: [], card: null, invoices: [] },
};
const picture = (subscription: Partial<BilledSubscription>, ...invoices: Partial<BilledInvoice>[]): BillingPicture => ({
  ...PICTURE,
  subscription: { ...SUBSCRIPTION, ...subscription },
  invoices: invoices.map((each) => ({ ...INVOICE, ...each })),
});
const past = picture({ status: 'past_due' }, {});
const NOTHING_FOLLOWS = { trialEndsAt: null, fallsTo: 'nothing' } as const;
const FREE_FOLLOWS = { trialEndsAt: null, fallsTo: 'free' } as const;
const TRIAL = { trialEndsAt: day('2026-01-24'), fallsTo: 'nothing' } as const;
// the first refusal was on 10 March at 11:00
const REFUSED = day('2026-03-10T11:00:00Z');
const GRACE_ENDS = day('2026-03-17T11:00:00Z');
const RESTRICTED_ENDS = day('2026-03-24T11:00:00Z');

const at = (
  of: BillingPicture | null,
  now: string,
  account: Parameters<typeof deriveBillingState>[1] = NOTHING_FOLLOWS,
) => deriveBillingState(of, account, day(now));

describe('before anything is bought', () => {
  it.each<[what: string, now: string, fallsTo: 'free' | 'nothing', state: BillingState]>([
    [
      'a trial that has begun',
      '2026-01-10',
      'nothing',
      { state: 'trial', endsAt: day('2026-01-24'), daysLeft: 14, isOrdered: false },
    ],
    [
      'its last day but an hour',
      '2026-01-23T11:00:00Z',
      'nothing',
      { state: 'trial', endsAt: day('2026-01-24'), daysLeft: 1, isOrdered: false },
    ],
    [
      'its last second',
      '2026-01-24T09:59:59Z',
      'free',
      { state: 'trial', endsAt: day('2026-01-24'), daysLeft: 1, isOrdered: false },
    ],
    [
      'its end, where nothing follows',
      '2026-01-24',
      'nothing',
      { state: 'suspended', because: 'trialOver', since: day('2026-01-24'), invoice: null },
    ],
    ['its end, where a free plan follows', '2026-01-24', 'free', { state: 'free' }],
  ])('%s', (_what, now, fallsTo, state) => {
    const account = { trialEndsAt: TRIAL.trialEndsAt, fallsTo };
    expect(at(null, now, account)).toEqual(state);
    expect(at(PICTURE, now, account)).toEqual(state);
    // a first payment that never came leaves everything as it was
    expect(at(picture({ status: 'incomplete' }, { reason: 'subscription_create' }), now, account)).toEqual(state);
    expect(at(picture({ status: 'incomplete_expired' }), now, account)).toEqual(state);
  });

  it('whoever had no trial is free', () => {
    expect(at(null, '2026-01-10', FREE_FOLLOWS)).toEqual({ state: 'free' });
    expect(at(null, '2026-01-10', NOTHING_FOLLOWS)).toEqual({ state: 'free' });
  });
});

describe('what is bought and paid', () => {
  it('goes on, or ends when it was said to', () => {
    expect(at(picture({}), '2026-03-20')).toEqual({
      ...{ state: 'active', renewsAt: day('2026-04-10'), endsAt: null, recoveredAt: null },
    });
    expect(at(picture({ isEnding: true, endsAt: day('2026-04-10') }), '2026-03-20')).toEqual({
      ...{ state: 'active', renewsAt: null, endsAt: day('2026-04-10'), recoveredAt: null },
    });
  });

  it('is a trial while the trial that it took over runs, whether it goes on after it or not', () => {
    const trialing = { status: 'trialing', trialEndsAt: day('2026-03-20') } as const;
    expect(at(picture(trialing), '2026-03-17')).toEqual({
      state: 'trial',
      endsAt: day('2026-03-20'),
      daysLeft: 3,
      isOrdered: true,
    });
    expect(at(picture({ ...trialing, isEnding: true }), '2026-03-17')).toMatchObject({ isOrdered: false });
  });

  it('says that it recovered while its last renewal is one that was paid late', () => {
    const late = { status: 'paid', attempts: 3, paidAt: day('2026-03-15') } as const;
    expect(at(picture({}, late), '2026-03-20')).toMatchObject({ state: 'active', recoveredAt: day('2026-03-15') });
    expect(at(picture({}, { ...late, id: 'in_2', attempts: 1 }, late), '2026-04-20')).toMatchObject({
      recoveredAt: null,
    });
    expect(at(picture({}, { ...late, subscription: 'sub_0' }), '2026-03-20')).toMatchObject({ recoveredAt: null });
  });

  it('is not touched by an upgrade that waits for its money', () => {
    const waiting = { lines: [], until: day('2026-03-11T09:00:00Z') };
    expect(at(picture({ waiting }, { reason: 'subscription_update' }), '2026-03-20')).toMatchObject({
      state: 'active',
    });
  });
});

describe('a renewal that is refused', () => {
  it.each<[what: string, now: string, state: BillingState]>([
    [
      'at once',
      '2026-03-10T11:00:00Z',
      { state: 'grace', since: REFUSED, until: GRACE_ENDS, daysLeft: 7, invoice: 'in_1' },
    ],
    [
      'three days before the grace ends',
      '2026-03-14T11:00:00Z',
      { state: 'grace', since: REFUSED, until: GRACE_ENDS, daysLeft: 3, invoice: 'in_1' },
    ],
    [
      'in the last second of grace',
      '2026-03-17T10:59:59Z',
      { state: 'grace', since: REFUSED, until: GRACE_ENDS, daysLeft: 1, invoice: 'in_1' },
    ],
    [
      'after seven days',
      '2026-03-17T11:00:00Z',
      {
        state: 'restricted',
        because: 'unpaid',
        since: GRACE_ENDS,
        until: RESTRICTED_ENDS,
        daysLeft: 7,
        invoice: 'in_1',
      },
    ],
    [
      'in the last second after that',
      '2026-03-24T10:59:59Z',
      {
        state: 'restricted',
        because: 'unpaid',
        since: GRACE_ENDS,
        until: RESTRICTED_ENDS,
        daysLeft: 1,
        invoice: 'in_1',
      },
    ],
    [
      'after fourteen days',
      '2026-03-24T11:00:00Z',
      { state: 'suspended', because: 'unpaid', since: RESTRICTED_ENDS, invoice: 'in_1' },
    ],
    ['a year later', '2027-03-24', { state: 'suspended', because: 'unpaid', since: RESTRICTED_ENDS, invoice: 'in_1' }],
  ])('%s', (_what, now, state) => {
    expect(at(past, now)).toEqual(state);
    // neither later tries nor the provider's own word for it move the days, and a free plan does not pay debts
    expect(at(picture({ status: 'unpaid' }, { attempts: 4 }), now)).toEqual(state);
    expect(at(past, now, FREE_FOLLOWS)).toEqual(state);
    expect(at(past, now, TRIAL)).toEqual(state);
  });

  it('counts from the oldest that is owed, not from what is paid, void, a draft, never asked for, or of something else', () => {
    const february = { id: 'in_0', finalizedAt: day('2026-02-10T11:00:00Z') };
    const since = (...invoices: Partial<BilledInvoice>[]) => {
      const state = at(picture({ status: 'past_due' }, ...invoices), '2026-03-11');
      return 'invoice' in state ? [state.state, state.invoice] : state;
    };
    expect(since({}, february)).toEqual(['suspended', 'in_0']);
    expect(since({}, { ...february, status: 'uncollectible' })).toEqual(['suspended', 'in_0']);
    for (const other of [
      { status: 'paid' },
      { status: 'void' },
      { status: 'draft' },
      { attempts: 0 },
      { subscription: 'sub_0' },
    ] as const)
      expect(since({}, { ...february, ...other })).toEqual(['grace', 'in_1']);
  });

  it('counts from the period when its invoice is not among those that are told', () => {
    expect(at(picture({ status: 'past_due' }), '2026-03-11')).toMatchObject({
      state: 'grace',
      since: day('2026-03-10'),
      invoice: null,
    });
  });
});

test('a trial that ended without a card leaves reading and answering, without an end', () => {
  expect(at(picture({ status: 'paused', trialEndsAt: day('2026-03-01') }), '2026-09-01')).toEqual({
    ...{ state: 'restricted', because: 'noCard', since: day('2026-03-01'), until: null, daysLeft: null, invoice: null },
  });
});

describe('what has ended', () => {
  const ended = { status: 'canceled', endedAt: day('2026-04-10'), endedBecause: 'cancellation_requested' } as const;
  it('leaves the free plan, or a cancelled account', () => {
    expect(at(picture(ended), '2026-05-01', FREE_FOLLOWS)).toEqual({ state: 'free' });
    expect(at(picture(ended), '2026-05-01')).toEqual({ state: 'cancelled', since: day('2026-04-10') });
    // a trial that was left over does not come back
    expect(at(picture(ended), '2026-01-12', TRIAL)).toMatchObject({ state: 'cancelled' });
  });
  it('for want of payment is suspended, so that paying brings it back', () => {
    const unpaid = picture({ ...ended, endedBecause: 'payment_failed' }, { attempts: 5 });
    expect(at(unpaid, '2026-05-01')).toEqual({
      state: 'suspended',
      because: 'unpaid',
      since: day('2026-04-10'),
      invoice: 'in_1',
    });
    expect(at(unpaid, '2026-05-01', FREE_FOLLOWS)).toEqual({ state: 'free' });
  });
});

describe('what is sold', () => {
  const { plans } = presetOf('recado');
  const plan = (name: string) => plans.find((each) => each.plan === name) as PlanVersion;

  test('has a price for each plan that costs something, and one for each person beyond those it includes', () => {
    expect(pricesToSell(plans).map(({ key, cents }) => [key, cents])).toEqual([
      ['recado_starter_v1', 2_900],
      ['recado_pro_v1', 4_900],
      ['recado_family_v1', 7_900],
      ['recado_team_v1', 9_900],
      ['recado_team_v1_seat', 2_900],
      ['recado_agency_v1', 14_900],
    ]);
  });

  // a team of three is 99 + 2 × 29 = 157; of five 99 + 4 × 29 = 215
  test('is ordered for the people there are, and never for fewer than the plan takes', () => {
    expect(orderOf(plan('pro'), 1)).toEqual([{ priceKey: 'recado_pro_v1', quantity: 1 }]);
    for (const [people, further] of [
      [1, 2],
      [3, 2],
      [5, 4],
    ] as const)
      expect(orderOf(plan('team'), people)).toEqual([
        { priceKey: 'recado_team_v1', quantity: 1 },
        { priceKey: 'recado_team_v1_seat', quantity: further },
      ]);
    expect(orderOf(plan('trial'), 1)).toBeNull();
    expect(orderOf(plan('enterprise'), 40)).toBeNull();
  });

  test('says by its prices which version of a plan it is', () => {
    expect(planOf(plans, orderOf(plan('team'), 4) ?? [])).toMatchObject({ plan: 'team', version: 1 });
    expect(planOf(plans, [{ priceKey: 'recado_team_v2', quantity: 1 }])).toBeNull();
  });
});

describe('what an owner can do about it', () => {
  const since = day('2026-03-10');
  const states: BillingState[] = [
    { state: 'free' },
    { state: 'trial', endsAt: since, daysLeft: 1, isOrdered: true },
    { state: 'trial', endsAt: since, daysLeft: 1, isOrdered: false },
    { state: 'active', renewsAt: since, endsAt: null, recoveredAt: null },
    { state: 'grace', since, until: since, daysLeft: 1, invoice: 'in_1' },
    { state: 'restricted', because: 'unpaid', since, until: since, daysLeft: 1, invoice: 'in_1' },
    { state: 'restricted', because: 'noCard', since, until: null, daysLeft: null, invoice: null },
    { state: 'suspended', because: 'unpaid', since, invoice: 'in_1' },
    { state: 'suspended', because: 'trialOver', since, invoice: null },
    { state: 'cancelled', since },
  ];
  const all = states.flatMap((state) =>
    [null, { isEnding: false }, { isEnding: true }].flatMap((subscription) =>
      [true, false].flatMap((isOpen) =>
        [true, false].map((isKnown) => ({ state, of: { subscription, isOpen, isKnown } })),
      ),
    ),
  );

  test('is never nothing, and more than ending it wherever there is a page for it', () => {
    for (const { state, of } of all) {
      const acts = actsOf(state, of);
      expect(acts.length).toBeGreaterThan(0);
      if (of.isKnown) expect(acts.filter((act) => act !== 'cancel').length).toBeGreaterThan(0);
    }
  });

  test('is another plan while it is paid or tried, and never while it is owed or ends', () => {
    for (const { state, of } of all) {
      const isWell = ['active', 'trial'].includes(state.state) && of.subscription !== null && !of.subscription.isEnding;
      expect([state, of, actsOf(state, of).includes('up'), actsOf(state, of).includes('down')]).toEqual([
        ...[state, of, isWell, isWell],
      ]);
    }
  });
});

describe('seats that follow the people', () => {
  const { plans } = presetOf('recado');
  const item = (priceKey: string, quantity = 1) => ({
    ...{
      priceKey,
      quantity,
      id: `si_${priceKey}`,
      price: priceKey,
      product: priceKey,
      cents: 1,
      interval: 'month' as const,
    },
  });
  const team = (people: number, more: Partial<BilledSubscription> = {}) => ({
    ...SUBSCRIPTION,
    items: [item('recado_team_v1'), item('recado_team_v1_seat', people - 1)],
    ...more,
  });
  const lines = (people: number) => [
    { priceKey: 'recado_team_v1', quantity: 1 },
    { priceKey: 'recado_team_v1_seat', quantity: people - 1 },
  ];
  const planned = (people: number) => ({ lines: lines(people), at: day('2026-04-10') });
  const waiting = (people: number) => ({ lines: lines(people), until: day('2026-03-12') });
  const pro = { lines: [{ priceKey: 'recado_pro_v1', quantity: 1 }] };
  const step = (of: BilledSubscription, people: number, kept: number | null = null) =>
    orderStep(of, plans, { people, kept, descent: null });

  it('charges nobody who comes while the account goes down for what is about to end', () => {
    const descent = { plan: 'starter', version: 1, isOff: false };
    const down = { lines: [{ priceKey: 'recado_starter_v1', quantity: 1 }], at: day('2026-04-10') };
    const going = team(4, { planned: down });
    expect(orderStep(going, plans, { people: 5, kept: null, descent })).toEqual({ do: 'nothing' });
    expect(orderStep(team(4), plans, { people: 5, kept: null, descent })).toEqual({ do: 'plan', lines: down.lines });
    expect(orderStep(going, plans, { people: 5, kept: null, descent: { ...descent, isOff: true } })).toEqual({
      do: 'now',
      lines: lines(5),
    });
  });

  it.each<[what: string, of: BilledSubscription, people: number, kept: number | null, then: OrderStep]>([
    ['as many as are paid', team(4), 4, null, { do: 'nothing' }],
    ['one more', team(4), 5, null, { do: 'now', lines: lines(5) }],
    ['one less', team(4), 3, null, { do: 'plan', lines: lines(3) }],
    ['fewer than the plan takes', team(4), 1, null, { do: 'plan', lines: lines(3) }],
    ['the fewest', team(3), 1, null, { do: 'nothing' }],
    ['one that the owner keeps', team(4), 3, 4, { do: 'nothing' }],
    ['one that was bought and never paid for', team(3), 3, 6, { do: 'nothing' }],
    ['fewer, as is planned', team(5, { planned: planned(4) }), 4, null, { do: 'nothing' }],
    ['fewer than is planned', team(5, { planned: planned(4) }), 3, null, { do: 'plan', lines: lines(3) }],
    ['back before it came to that', team(5, { planned: planned(4) }), 5, null, { do: 'unplan' }],
    ['more while fewer are planned', team(5, { planned: planned(4) }), 6, null, { do: 'now', lines: lines(6) }],
    ['what waits for its money', team(4, { waiting: waiting(5) }), 5, null, { do: 'nothing' }],
    ['more than waits for its money', team(4, { waiting: waiting(5) }), 6, null, { do: 'now', lines: lines(6) }],
    ['another plan that waits', team(4, { waiting: { ...waiting(4), ...pro } }), 6, null, { do: 'nothing' }],
    ['another plan that is planned', team(4, { planned: { ...planned(4), ...pro } }), 3, null, { do: 'nothing' }],
    ['more before it ends', team(4, { isEnding: true }), 5, null, { do: 'now', lines: lines(5) }],
    ['fewer before it ends', team(4, { isEnding: true }), 3, null, { do: 'nothing' }],
    ['more while it is tried', team(4, { status: 'trialing' }), 5, null, { do: 'now', lines: lines(5) }],
    ['fewer while it is tried', team(5, { status: 'trialing' }), 4, null, { do: 'now', lines: lines(4) }],
    ['more while it is owed', team(4, { status: 'past_due' }), 5, null, { do: 'nothing' }],
    ['a plan without seats', { ...SUBSCRIPTION, items: [item('recado_pro_v1')] }, 5, null, { do: 'nothing' }],
    ['a plan that is none of ours', { ...SUBSCRIPTION, items: [item('other')] }, 5, null, { do: 'nothing' }],
  ])('%s', (_, of, people, kept, then) => {
    expect(step(of, people, kept)).toEqual(then);
  });
});
