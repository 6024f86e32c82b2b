import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';
import { IMPORT_TABLES } from './import-tables.ts';

/** What a company keeps of its contacts, beside who they are, and the files that they came from. */
export const CONTACT_TABLES: readonly FixtureTable[] = [
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
  ...IMPORT_TABLES,
];
