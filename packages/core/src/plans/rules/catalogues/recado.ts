import type { FeatureName, PresetSource } from '../../contract.ts';

const euros = (cents: number | null) => ({ cents, currency: 'EUR', interval: 'month' as const });
const alone = { included: 1, min: 1, max: 1, extraCents: null };
const endless = { included: null, min: 1, max: null, extraCents: null };
const pro = {
  sessions: { perPerson: 1 },
  seats: alone,
  limits: { numbers: 3, widgets: 3, workspaces: 1, contacts: 5_000, aiMessages: 5_000, historyDays: 365 },
  features: ['crm', 'plannedMessages', 'campaigns', 'segments', 'notes', 'customFields', 'export'] as FeatureName[],
};

/** Recado's own catalogue. */
export const recado: PresetSource = {
  preset: 'recado',
  start: 'trial',
  trial: { days: 14, as: 'pro', needsCard: false, after: ['deactivated'] },
  plans: [
    {
      ...{ plan: 'trial', version: 1, name: { es: 'Prueba', en: 'Trial' }, price: euros(0), trialDays: 14 },
      ...{ ...pro, support: 'email', slaPercent: null, next: 'pro' },
    },
    {
      ...{ plan: 'starter', version: 1, name: { es: 'Starter', en: 'Starter' }, price: euros(2_900), trialDays: 14 },
      ...{ sessions: { perPerson: 1 }, seats: alone, support: 'email', slaPercent: null, next: 'pro' },
      limits: { numbers: 1, widgets: 1, workspaces: 1, contacts: 500, aiMessages: 500, historyDays: 30 },
      features: ['crm', 'plannedMessages'],
    },
    {
      ...{ plan: 'pro', version: 1, name: { es: 'Pro', en: 'Pro' }, price: euros(4_900), trialDays: 14 },
      ...{ ...pro, support: 'email', slaPercent: null, next: 'team' },
    },
    {
      ...{ plan: 'family', version: 1, name: { es: 'Familia', en: 'Family' }, price: euros(7_900), trialDays: 14 },
      ...{ ...pro, support: 'email', slaPercent: null, next: 'team' },
      seats: { included: 3, min: 2, max: 3, extraCents: null },
    },
    {
      ...{ plan: 'team', version: 1, name: { es: 'Equipo', en: 'Team' }, price: euros(9_900), trialDays: 14 },
      ...{ sessions: { perPerson: 5 }, support: 'chat', slaPercent: null, next: 'enterprise' },
      seats: { included: 1, min: 3, max: 10, extraCents: 2_900 },
      limits: { numbers: 3, widgets: 3, workspaces: 3, contacts: 25_000, aiMessages: 5_000, historyDays: 365 },
      features: [...pro.features, 'visibility', 'adminTwoFactor'],
    },
    {
      ...{ plan: 'agency', version: 1, name: { es: 'Agencia', en: 'Agency' }, price: euros(14_900), trialDays: 14 },
      ...{ sessions: { perPerson: 5 }, seats: endless, support: 'chat', slaPercent: null, next: 'enterprise' },
      limits: { numbers: 10, widgets: 10, workspaces: 10, contacts: 25_000, aiMessages: 5_000 },
      features: [...pro.features, 'visibility', 'accessLinks', 'whiteLabel', 'api', 'webhooks'],
    },
    {
      ...{ plan: 'enterprise', version: 1, name: { es: 'Enterprise', en: 'Enterprise' }, price: euros(null) },
      ...{ trialDays: 0, sessions: { perPerson: 5 }, seats: endless, limits: {} },
      ...{ support: 'phone', slaPercent: 99.95, next: null },
      features: [
        ...pro.features,
        ...(['visibility', 'adminTwoFactor', 'accessLinks', 'whiteLabel', 'api', 'webhooks'] as FeatureName[]),
        ...(['sso', 'allowList', 'customRoles'] as FeatureName[]),
      ],
    },
  ],
};
