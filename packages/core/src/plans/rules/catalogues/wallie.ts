import type { FeatureName, PresetSource } from '../../contract.ts';

const euros = (cents: number | null) => ({ cents, currency: 'EUR', interval: 'month' as const });
// it sells people and sessions, so that each plan has the whole CRM and no other limit
const sold = {
  limits: {},
  features: ['crm', 'plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export'] as FeatureName[],
  ...{ trialDays: 0, support: 'email' as const, slaPercent: null },
};
const sessions = (perPerson: number) => ({ perPerson, idleMinutes: 45 });

/** One session for whoever is alone, seats for teams. */
export const wallie: PresetSource = {
  preset: 'wallie',
  start: 'wallie_starter',
  trial: null,
  plans: [
    {
      ...{ preset: 'wallie', plan: 'wallie_starter', version: 1, name: { es: 'Starter', en: 'Starter' } },
      ...{ ...sold, price: euros(2_900), sessions: sessions(1), next: 'wallie_pro' },
      seats: { included: 1, min: 1, max: 1, extraCents: null },
    },
    {
      ...{ preset: 'wallie', plan: 'wallie_pro', version: 1, name: { es: 'Pro', en: 'Pro' } },
      ...{ ...sold, price: euros(4_900), sessions: sessions(1), next: 'wallie_team' },
      seats: { included: 1, min: 1, max: 1, extraCents: null },
    },
    {
      ...{ preset: 'wallie', plan: 'wallie_family', version: 1, name: { es: 'Familia', en: 'Family' } },
      ...{ ...sold, price: euros(7_900), sessions: sessions(1), next: 'wallie_team' },
      seats: { included: 3, min: 2, max: 3, extraCents: null },
    },
    {
      ...{ preset: 'wallie', plan: 'wallie_team', version: 1, name: { es: 'Equipo', en: 'Team' } },
      ...{ ...sold, price: euros(9_900), sessions: sessions(5), next: 'wallie_enterprise' },
      seats: { included: 1, min: 3, max: 10, extraCents: 2_900 },
    },
    {
      ...{ preset: 'wallie', plan: 'wallie_enterprise', version: 1, name: { es: 'Enterprise', en: 'Enterprise' } },
      ...{ ...sold, price: euros(null), sessions: sessions(5), next: null },
      seats: { included: null, min: 1, max: null, extraCents: null },
      features: [...sold.features, 'sso'],
    },
  ],
};
