import type { FeatureName, PresetSource } from '../../contract.ts';

const dollars = (cents: number | null) => ({ cents, currency: 'USD', interval: 'month' as const });
const users = (n: number | null) => ({ included: n, min: 1, max: n, extraCents: null });
const sessions = { perPerson: 5 };
const starter: FeatureName[] = ['crm', 'notes', 'dashboard', 'plannedMessages', 'campaigns', 'calendar', 'export'];
const professional: FeatureName[] = [
  ...starter,
  ...(['roles', 'analytics', 'segments', 'webhooks', 'api', 'connectors', 'ownBackup'] as FeatureName[]),
];
const business: FeatureName[] = [
  ...professional,
  ...(['customFields', 'drip', 'abTests', 'customReports', 'whiteLabel'] as FeatureName[]),
  ...(['onboarding', 'accountManager'] as FeatureName[]),
];

/** Contacts, messages and people in steps; a fortnight of any plan to try. One number until the plan that speaks of several. */
export const chatflow: PresetSource = {
  preset: 'chatflow',
  start: 'chatflow_starter',
  trial: { days: 14, as: 'any', needsCard: false, after: ['deactivated'] },
  plans: [
    {
      ...{ preset: 'chatflow', plan: 'chatflow_starter', version: 1, name: { es: 'Starter', en: 'Starter' } },
      ...{ price: dollars(2_900), trialDays: 14, sessions, seats: users(2), features: starter },
      limits: { contacts: 500, messages: 1_000, numbers: 1 },
      ...{ support: 'email', slaPercent: 99.5, next: 'chatflow_professional' },
    },
    {
      ...{ preset: 'chatflow', plan: 'chatflow_professional', version: 1 },
      ...{ name: { es: 'Professional', en: 'Professional' }, price: dollars(7_900), trialDays: 14, sessions },
      ...{ seats: users(10), features: professional, support: 'chat', slaPercent: 99.5, next: 'chatflow_business' },
      limits: { contacts: 5_000, messages: 10_000, numbers: 1 },
    },
    {
      ...{ preset: 'chatflow', plan: 'chatflow_business', version: 1, name: { es: 'Business', en: 'Business' } },
      ...{ price: dollars(19_900), trialDays: 14, sessions, seats: users(50), features: business },
      limits: { contacts: 25_000, messages: 50_000 },
      ...{ support: 'dedicated', slaPercent: 99.9, next: 'chatflow_enterprise' },
    },
    {
      ...{ preset: 'chatflow', plan: 'chatflow_enterprise', version: 1 },
      ...{ name: { es: 'Enterprise', en: 'Enterprise' }, price: dollars(null), trialDays: 14, sessions },
      ...{ seats: users(null), limits: {}, support: 'dedicated', slaPercent: 99.95, next: null },
      features: [...business, 'onPremise', 'training', 'audit'],
    },
  ],
};
