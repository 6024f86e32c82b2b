// Sums done by hand. Each line says what is bought, the sum in cents as one would write it on paper, and what must come out of the provider's
// own invoice, through our adapter. Halves of a cent go away from zero; tax is of each line, and added up.
import { orderOf, pricesToSell } from '@recado/core/billing/rules';
import { centsFor, presetOf } from '@recado/core/plans/rules';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { one, openBilling } from './testing/open-billing.ts';

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const { plans } = presetOf('recado');
const STARTER = [one('recado_starter_v1')];
const PRO = [one('recado_pro_v1')];
const FAMILY = [one('recado_family_v1')];
const AGENCY = [one('recado_agency_v1')];
/** 99,00 with one person, 29,00 for each further one. */
const team = (people: number) => [one('recado_team_v1'), one('recado_team_v1_seat', people - 1)];

type Order = ReturnType<typeof team>;
type Place = { country: string; postal_code?: string };
const MADRID: Place = { country: 'ES', postal_code: '28001' };

/** What stands behind the last equals sign of a sum. */
const endOf = (sum: string): number => Number(sum.split('=').at(-1)?.trim());

/** A provider of one's own, at a moment that a table begins at. */
function opened(start: string) {
  const held = {} as { open: Awaited<ReturnType<typeof openBilling>> };
  beforeAll(async () => {
    held.open = await openBilling(start);
    await held.open.billing.writePrices(pricesToSell(plans));
  });
  afterAll(() => held.open.close());
  /** A customer of a place whose card pays for an order at once. */
  async function buy(
    lines: Order,
    {
      place = MADRID,
      vat,
      coupon,
      trialDays,
    }: { place?: Place; vat?: string; coupon?: object; trialDays?: number } = {},
  ) {
    const { account, billing, now, request, stripe } = { account: held.open, ...held.open };
    const { id: customer } = await account.customer('pm_card_visa', place);
    const { country, postal_code: postcode = '' } = place;
    const tax = { name: 'Ana', address: { line1: 'Calle 1', line2: null, city: 'Aquí', postcode, country } };
    const taxId = vat ? { country, value: vat, isUnion: true } : null;
    await billing.writeTax({ customer, tax: { ...tax, taxId, isReverseCharge: vat !== undefined } }, request());
    const { data } = await stripe.prices.list({ lookup_keys: lines.map(({ priceKey }) => priceKey) });
    const given = coupon && (await stripe.coupons.create(coupon));
    const { id: subscription } = await stripe.subscriptions.create({
      ...{ customer, automatic_tax: { enabled: true } },
      items: lines.map(({ priceKey, quantity }) => ({
        price: data.find(({ lookup_key }) => lookup_key === priceKey)?.id as string,
        quantity,
      })),
      ...(given && { discounts: [{ coupon: given.id }] }),
      ...(trialDays && { trial_end: Math.floor(now().getTime() / 1000) + trialDays * 86_400 }),
    });
    return { customer, subscription };
  }
  return {
    held,
    buy,
    /** What the invoices of a customer came to, the oldest first. */
    totals: async (customer: string) => {
      const { invoices } = await held.open.billing.fetchState(customer);
      return invoices.map(({ totalCents }) => totalCents).reverse();
    },
  };
}

describe('tax', () => {
  const { held, buy } = opened('2026-04-01T00:00:00Z');
  test.each<[string, Order, Place, string | undefined, string, number]>([
    ['Madrid, Starter', STARTER, MADRID, undefined, '2900 + 21 % 609 = 3509', 3509],
    ['Madrid, Pro', PRO, MADRID, undefined, '4900 + 21 % 1029 = 5929', 5929],
    ['Madrid, Familia', FAMILY, MADRID, undefined, '7900 + 21 % 1659 = 9559', 9559],
    ['Madrid, Agencia', AGENCY, MADRID, undefined, '14900 + 21 % 3129 = 18029', 18029],
    ['Madrid, 3 people', team(3), MADRID, undefined, '9900 + 2 × 2900 + 21 % (2079 + 1218) = 18997', 18997],
    ['Madrid, 10 people', team(10), MADRID, undefined, '9900 + 9 × 2900 + 21 % (2079 + 5481) = 43560', 43560],
    ['Las Palmas', PRO, { country: 'ES', postal_code: '35001' }, undefined, '4900 + 0 = 4900', 4900],
    ['Tenerife', PRO, { country: 'ES', postal_code: '38003' }, undefined, '4900 + 0 = 4900', 4900],
    ['Ceuta', PRO, { country: 'ES', postal_code: '51001' }, undefined, '4900 + 0 = 4900', 4900],
    ['Melilla', PRO, { country: 'ES', postal_code: '52001' }, undefined, '4900 + 0 = 4900', 4900],
    ['a consumer in Lisbon', PRO, { country: 'PT', postal_code: '1000' }, undefined, '4900 + 23 % 1127 = 6027', 6027],
    ['a consumer in Berlin', PRO, { country: 'DE', postal_code: '10115' }, undefined, '4900 + 19 % 931 = 5831', 5831],
    // 25.5 % of 2900 is 739.5
    [
      'a consumer in Helsinki',
      STARTER,
      { country: 'FI', postal_code: '00100' },
      undefined,
      '2900 + 25.5 % 740 = 3640',
      3640,
    ],
    [
      'a business in Lisbon',
      PRO,
      { country: 'PT', postal_code: '1000' },
      'PT501964843',
      '4900 + reverse 0 = 4900',
      4900,
    ],
    [
      'a business in Paris',
      AGENCY,
      { country: 'FR', postal_code: '75001' },
      'FR40303265045',
      '14900 + reverse 0 = 14900',
      14900,
    ],
    ['Mexico', PRO, { country: 'MX', postal_code: '06000' }, undefined, '4900 + 0 = 4900', 4900],
    ['London', PRO, { country: 'GB', postal_code: 'SW1A1AA' }, undefined, '4900 + 0 = 4900', 4900],
  ])('%s', async (_who, lines, place, vat, sum, cents) => {
    expect(endOf(sum)).toBe(cents);
    const { customer } = await buy(lines, { place, ...(vat && { vat }) });
    const { invoices } = await held.open.billing.fetchState(customer);
    expect(invoices).toMatchObject([{ status: 'paid', totalCents: cents, paidCents: cents }]);
  });
});

describe('going up in the middle of a month', () => {
  // April has 30 days
  const { held, buy } = opened('2026-04-01T00:00:00Z');
  test.each<[string, Order, Order, string, string, number]>([
    // what is left of the old plan comes off, what is left of the new one goes on, and 21 % of each
    ['at once', PRO, AGENCY, '2026-04-01', '14900 − 4900 + 21 % (3129 − 1029) = 12100', 12100],
    // 4900 × 20/30 = 3266.67; 14900 × 20/30 = 9933.33; 21 %: 686.07, 2085.93
    ['after 10 days', PRO, AGENCY, '2026-04-11', '9933 − 3267 + 21 % (2086 − 686) = 8066', 8066],
    // 21 % of 2450 is 514.5, of 7450 it is 1564.5
    ['after 15 days', PRO, AGENCY, '2026-04-16', '7450 − 2450 + 21 % (1565 − 515) = 6050', 6050],
    // 2900 × 15/30 = 1450; 4900 × 15/30 = 2450; 21 %: 304.5, 514.5
    ['from Starter to Pro', STARTER, PRO, '2026-04-16', '2450 − 1450 + 21 % (515 − 305) = 1210', 1210],
    // 4900 × 1/30 = 163.33; 14900 × 1/30 = 496.67; 21 %: 34.23, 104.37
    ['on the last day', PRO, AGENCY, '2026-04-30', '497 − 163 + 21 % (104 − 34) = 404', 404],
    // 5800 × 0.5 = 2900; 21 %: 514.5, 1039.5, 609
    [
      'from Pro to a team of 3',
      PRO,
      team(3),
      '2026-04-16',
      '4950 + 2900 − 2450 + 21 % (1040 + 609 − 515) = 6534',
      6534,
    ],
  ])('%s', async (_when, from, to, day, sum, cents) => {
    expect(endOf(sum)).toBe(cents);
    const { subscription } = await buy(from);
    const preview = await held.open.billing.preview({ subscription, lines: to, at: new Date(`${day}T00:00:00Z`) });
    expect(preview).toMatchObject({ totalCents: cents, dueCents: cents });
  });

  test('costs in February, of 28 days, and is invoiced for exactly what was said', async () => {
    const february = await openBilling('2026-02-01T00:00:00Z');
    try {
      await february.billing.writePrices(pricesToSell(plans));
      const { customer, subscription } = await february.subscriber(PRO);
      await february.advance('2026-02-08T00:00:00Z');
      const asked = { subscription, lines: AGENCY, at: new Date('2026-02-08T00:00:00Z') };
      // 21/28 is three quarters: 3675 and 11175; 21 %: 771.75, 2346.75
      const sum = '11175 − 3675 + 21 % (2347 − 772) = 9075';
      expect(await february.billing.preview(asked)).toMatchObject({ totalCents: 9075 });
      await february.billing.change({ ...asked, when: 'now' }, february.request());
      const { invoices } = await february.billing.fetchState(customer);
      expect(invoices[0]).toMatchObject({ status: 'paid', totalCents: endOf(sum) });
    } finally {
      await february.close();
    }
  });
});

describe('seats in the middle of a month', () => {
  const { held, buy } = opened('2026-04-01T00:00:00Z');
  test.each<[string, number, number, string, string, number]>([
    // 2 × 2900 × 15/30 = 2900 comes off, 3 × 2900 × 15/30 = 4350 goes on; 21 %: 609, 913.5
    ['one more after 15 days', 3, 4, '2026-04-16', '4350 − 2900 + 21 % (914 − 609) = 1755', 1755],
    // 5800 × 20/30 = 3866.67; 11600 × 20/30 = 7733.33; 21 %: 812.07, 1623.93
    ['two more after 10 days', 3, 5, '2026-04-11', '7733 − 3867 + 21 % (1624 − 812) = 4678', 4678],
    // 5800 × 10/30 = 1933.33; 26100 × 10/30 = 8700; 21 %: 405.93, 1827
    ['seven more after 20 days', 3, 10, '2026-04-21', '8700 − 1933 + 21 % (1827 − 406) = 8188', 8188],
  ])('%s', async (_when, from, to, day, sum, cents) => {
    expect(endOf(sum)).toBe(cents);
    const { subscription } = await buy(team(from));
    const at = new Date(`${day}T00:00:00Z`);
    expect(await held.open.billing.preview({ subscription, lines: team(to), at })).toMatchObject({ totalCents: cents });
  });
});

describe('the months of a coupon', () => {
  const { held, buy, totals } = opened('2026-04-01T00:00:00Z');
  const CASES: [string, Order, object, string[], number[]][] = [
    [
      ...(['20 % of the first month of a team of 3', team(3), { percent_off: 20, duration: 'once' }] as const),
      // 9900 − 1980 = 7920 and 5800 − 1160 = 4640; 21 %: 1663.2, 974.4
      ['7920 + 4640 + 1663 + 974 = 15197', '9900 + 5800 + 2079 + 1218 = 18997', '18997 = 18997', '18997 = 18997'],
      [15197, 18997, 18997, 18997],
    ],
    [
      ...(['50 % for three months', PRO, { percent_off: 50, duration: 'repeating', duration_in_months: 3 }] as const),
      // 21 % of 2450 is 514.5
      ['4900 − 2450 + 515 = 2965', '2965 = 2965', '2965 = 2965', '4900 + 1029 = 5929'],
      [2965, 2965, 2965, 5929],
    ],
    [
      ...(['a month for nothing', STARTER, { percent_off: 100, duration: 'once' }] as const),
      ['2900 − 2900 = 0', '2900 + 609 = 3509', '3509 = 3509', '3509 = 3509'],
      [0, 3509, 3509, 3509],
    ],
    [
      ...(['10 € off once', PRO, { amount_off: 1000, currency: 'eur', duration: 'once' }] as const),
      ['4900 − 1000 + 21 % 819 = 4719', '5929 = 5929', '5929 = 5929', '5929 = 5929'],
      [4719, 5929, 5929, 5929],
    ],
  ];
  const bought: string[] = [];
  beforeAll(async () => {
    for (const [, lines, coupon] of CASES) bought.push((await buy(lines, { coupon })).customer);
    bought.push((await buy(PRO, { coupon: { percent_off: 20, duration: 'once' }, trialDays: 14 })).customer);
    for (const month of ['05', '06', '07']) await held.open.advance(`2026-${month}-01T03:00:00Z`);
  });
  test.each(CASES.map(([name], index) => [name, index] as const))('%s', async (_name, index) => {
    const [, , , sums, cents] = CASES[index] as (typeof CASES)[number];
    expect(sums.map(endOf)).toEqual(cents);
    expect(await totals(bought[index] as string)).toEqual(cents);
  });

  test('one for the first month waits for the end of a trial', async () => {
    // 0 on the day it began; 4900 − 980 = 3920 and 21 % 823.2 on 15 April; then the whole on 15 May and 15 June
    expect(await totals(bought.at(-1) as string)).toEqual([0, 3920 + 823, 5929, 5929]);
  });
});

describe('how much so many people pay for a plan, before tax', () => {
  test.each<[string, number, string, number]>([
    ['starter', 1, '2900 = 2900', 2900],
    ['pro', 1, '4900 = 4900', 4900],
    ['family', 3, '7900 = 7900', 7900],
    // never for fewer than three
    ['team', 1, '9900 + 2 × 2900 = 15700', 15700],
    ['team', 3, '9900 + 2 × 2900 = 15700', 15700],
    ['team', 4, '9900 + 3 × 2900 = 18600', 18600],
    ['team', 10, '9900 + 9 × 2900 = 36000', 36000],
    ['agency', 40, '14900 = 14900', 14900],
  ])('%s for %i', (name, people, sum, cents) => {
    const plan = plans.find((each) => each.plan === name) as (typeof plans)[number];
    expect(endOf(sum)).toBe(cents);
    expect(centsFor(plan, people)).toBe(cents);
    const prices = new Map(pricesToSell(plans).map(({ key, cents: each }) => [key, each]));
    const ordered = (orderOf(plan, people) ?? []).map(
      ({ priceKey, quantity }) => (prices.get(priceKey) ?? 0) * quantity,
    );
    expect(ordered.reduce((all, each) => all + each, 0)).toBe(cents);
  });
});
