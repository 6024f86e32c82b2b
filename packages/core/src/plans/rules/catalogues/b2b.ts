import type { FeatureName, PresetSource } from '../../contract.ts';

const dollars = (cents: number | null) => ({ cents, currency: 'USD', interval: 'month' as const });
const anybody = { included: null, min: 1, max: null, extraCents: null };
const sold = { trialDays: 0, sessions: { perPerson: 5 }, seats: anybody, slaPercent: null };
const basic: FeatureName[] = ['crm', 'plannedMessages', 'notes'];
const starter: FeatureName[] = [...basic, 'bookings', 'payments', 'reports'];
const professional: FeatureName[] = [...starter, 'analytics', 'api'];

/** Messages, contacts and services, with a plan that costs nothing to begin on. */
export const b2b: PresetSource = {
  preset: 'b2b',
  start: 'b2b_free',
  trial: null,
  plans: [
    {
      ...{ ...sold, preset: 'b2b', plan: 'b2b_free', version: 1, name: { es: 'Gratis', en: 'Free' } },
      ...{ price: dollars(0), features: basic, support: 'email', next: 'b2b_starter' },
      limits: { messages: 100, contacts: 1, services: 1 },
    },
    {
      ...{ ...sold, preset: 'b2b', plan: 'b2b_starter', version: 1, name: { es: 'Starter', en: 'Starter' } },
      ...{ price: dollars(2_900), features: starter, support: 'email', next: 'b2b_professional' },
      limits: { messages: 5_000, contacts: 50, services: 10 },
    },
    {
      ...{ ...sold, preset: 'b2b', plan: 'b2b_professional', version: 1 },
      ...{ name: { es: 'Professional', en: 'Professional' }, price: dollars(9_900), features: professional },
      ...{ support: 'always', next: 'b2b_enterprise', limits: { messages: 50_000, contacts: 1_000 } },
    },
    {
      ...{ ...sold, preset: 'b2b', plan: 'b2b_enterprise', version: 1 },
      ...{ name: { es: 'Enterprise', en: 'Enterprise' }, price: dollars(null), features: professional },
      ...{ support: 'always', next: null, limits: {} },
    },
  ],
};
