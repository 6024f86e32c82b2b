import type { PresetSource } from '../../contract.ts';

const euros = (cents: number) => ({ cents, currency: 'EUR', interval: 'month' as const });
const sessions = { perPerson: 5 };
const starter = {
  seats: { included: 1, min: 1, max: 1, extraCents: null },
  limits: { numbers: 1, widgets: 1, workspaces: 1, aiMessages: 500, historyDays: 30 },
  ...{ sessions, features: ['crm' as const], support: 'email' as const, slaPercent: null },
};

/** Numbers, widgets and businesses in steps of one, three and ten; a week to try the smallest. */
export const whahook: PresetSource = {
  preset: 'whahook',
  start: 'whahook_trial',
  trial: { days: 7, as: 'whahook_starter', needsCard: false, after: ['whahook_starter', 'deactivated'] },
  plans: [
    {
      ...{ preset: 'whahook', plan: 'whahook_trial', version: 1, name: { es: 'Prueba', en: 'Trial' } },
      ...{ ...starter, price: euros(0), trialDays: 7, next: 'whahook_professional' },
    },
    {
      ...{ preset: 'whahook', plan: 'whahook_starter', version: 1, name: { es: 'Starter', en: 'Starter' } },
      ...{ ...starter, price: euros(1_200), trialDays: 7, next: 'whahook_professional' },
    },
    {
      ...{ preset: 'whahook', plan: 'whahook_professional', version: 1 },
      ...{ name: { es: 'Professional', en: 'Professional' }, price: euros(2_800), trialDays: 7, sessions },
      ...{ support: 'priority', slaPercent: null, next: 'whahook_enterprise' },
      seats: { included: 3, min: 1, max: 3, extraCents: null, per: 'workspace' },
      limits: { numbers: 3, widgets: 3, workspaces: 3, aiMessages: 5_000, historyDays: 365 },
      features: [
        ...(['crm', 'plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export'] as const),
        ...(['analytics'] as const),
      ],
    },
    {
      ...{ preset: 'whahook', plan: 'whahook_enterprise', version: 1 },
      ...{ name: { es: 'Enterprise', en: 'Enterprise' }, price: euros(8_900), trialDays: 7, sessions },
      ...{ support: 'dedicated', slaPercent: null, next: null },
      seats: { included: null, min: 1, max: null, extraCents: null },
      limits: { numbers: 10, widgets: 10, workspaces: 10 },
      features: [
        ...(['crm', 'plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export'] as const),
        ...(['analytics', 'api', 'webhooks', 'whiteLabel', 'accessLinks', 'customRoles'] as const),
        ...(['customReports', 'onboarding'] as const),
      ],
    },
  ],
};
