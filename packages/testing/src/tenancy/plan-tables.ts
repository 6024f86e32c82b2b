import { type FixtureTable, guarded, LATER } from './fixture-tables.ts';

// whole, because whoever loads the catalogue checks all of it
const PLAN_BODY = {
  name: { es: 'Plan', en: 'Plan' },
  price: { cents: 0, currency: 'EUR', interval: 'month' },
  trialDays: 0,
  sessions: { perPerson: 1 },
  seats: { included: 1, min: 1, max: 1, extraCents: null },
  limits: { numbers: 1, widgets: 1, workspaces: 1, contacts: 1, aiMessages: 1, messages: 1, historyDays: 1 },
  ...{ features: ['accessLinks'], support: 'email', slaPercent: null, next: null },
};

/** What is sold, what is used of it, and what is tried. */
export const PLAN_TABLES: readonly FixtureTable[] = [
  guarded('guard.plan_version', 'body', 'plan, version', (c, n) => ({
    plan: `plan_${c.tag}`,
    version: n + 1,
    body: PLAN_BODY,
    created_at: LATER,
  })),
  guarded('guard.use_entry', 'amount', 'workspace_id, name, period, id', (c, n) => ({
    workspace_id: c.workspaceId,
    name: 'numbers',
    period: '2026-01-01',
    id: (c.tag === 'a' ? 100 : 200) + n,
    amount: 1,
  })),
  guarded('guard.catalogue', 'trial', 'preset', (c, n) => ({
    preset: `catalogue_${c.tag}_${n}`,
    is_current: false,
    plan: 'trial',
    version: 1,
    trial: null,
    set_at: LATER,
  })),
  guarded('guard.billing_account', 'customer', 'account_id', (c, n) => ({
    account_id: n === 0 ? c.accountId : `${c.accountId.slice(0, -2)}9${n}`,
    provider: 'stripe',
    customer: `cus_${c.tag}_${n}`,
    trial_ends_at: null,
    state: { state: 'free' },
    picture: null,
    read_at: LATER,
    anchor: null,
    stopped_at: null,
    drifted_at: null,
    created_at: LATER,
  })),
  guarded('guard.billing_event', 'type', 'id', (c, n) => ({
    id: `evt_${c.tag}_${n}`,
    type: 'invoice.paid',
    customer: `cus_${c.tag}_0`,
    created_at: LATER,
    received_at: LATER,
    payload: {},
  })),
  guarded('guard.billing_notice', 'account_id', 'kind, subject', (c, n) => ({
    kind: 'payment-failed',
    subject: `in_${c.tag}_${n}:1`,
    account_id: c.accountId,
    told_at: LATER,
  })),
  guarded('guard.tax_details', 'standing', 'account_id', (c, n) => ({
    account_id: n === 0 ? c.accountId : `${c.accountId.slice(0, -2)}8${n}`,
    details: { name: 'Ana SL', country: 'ES' },
    revision: 1,
    standing: 'none',
    consultation: null,
    answered_at: null,
    written: null,
    saved_at: LATER,
  })),
  guarded('guard.plan_change', 'reason', 'id', (c, n) => ({
    id: (c.tag === 'a' ? 100 : 200) + n,
    account_id: c.accountId,
    plan: 'trial',
    version: 1,
    set_by: 'fixture',
    reason: 'fixture',
    at: LATER,
  })),
  guarded('guard.experiment_flag', 'variant', 'account_id, flag', (c, n) => ({
    account_id: c.accountId,
    flag: `flag ${n}`,
    variant: 'a',
    assigned_at: LATER,
  })),
  guarded('guard.experiment', 'reason', 'flag', (c, n) => ({
    flag: `tried-${c.tag}-${n}`,
    variants: ['a'],
    running: false,
    set_by: 'fixture',
    reason: 'fixture',
    set_at: LATER,
  })),
];
