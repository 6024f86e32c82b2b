import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';
import { IMPORT_TABLES } from './import-tables.ts';

/** Contacts, what a company keeps of them, and the files that they came from. */
export const CONTACT_TABLES: readonly FixtureTable[] = [
  tenant('app.contact', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '10', n),
    name: `Customer of ${c.tag}`,
    kind: 'customer',
    source: 'whatsapp',
    fields: {},
    created_at: LATER,
  })),
  tenant('app.contact_identity', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '11', n),
    contact_id: id(c.tag, '10'),
    kind: 'wa_pn',
    value: `3460000000${n}`,
    source: 'whatsapp',
    first_seen_at: LATER,
  })),
  tenant('app.contact_field', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '50', n),
    label: `Field ${n}`,
    type: 'text',
    options: [],
    position: n,
    created_at: LATER,
  })),
  tenant('app.segment', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '52', n),
    name: `Segment ${n}`,
    filter: { match: 'all', nodes: [] },
    created_at: LATER,
  })),
  tenant('app.contact_consent', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '51', n),
    contact_id: id(c.tag, '10'),
    channel: 'whatsapp',
    purpose: 'marketing',
    state: 'in',
    source: 'manual',
    at: LATER,
  })),
  tenant('app.contact_merge', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '56', n),
    keep_id: id(c.tag, '10'),
    drop_id: id(c.tag, '57', n),
    at: LATER,
  })),
  tenant('app.contact_apart', 'workspace_id, low_id, high_id', (c, n) => ({
    low_id: id(c.tag, '10'),
    high_id: id(c.tag, '10', n + 8),
    at: LATER,
  })),
  tenant('app.score_rule', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '90', n),
    rule: ['vip', 'talked', 'email'][n] ?? `rule${'x'.repeat(n)}`,
    points: 5,
  })),
  tenant('app.score_sweep', 'workspace_id', () => ({ swept_on: '2099-01-01' })),
  ...IMPORT_TABLES,
];
