import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** Files of contacts and their rows, brought and taken away. */
export const IMPORT_TABLES: readonly FixtureTable[] = [
  tenant('app.contact_import', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '60', n),
    name: 'clientes.csv',
    sha256: '\\x00',
    bytes: 1,
    format: 'csv',
    has_header: true,
    columns: '{Nombre}',
    sample: '[]',
    mapping: '{name}',
  })),
  tenant('app.contact_import_row', 'workspace_id, import_id, n', (c, n) => ({
    import_id: id(c.tag, '60', n),
    n: 2,
    outcome: 'new',
  })),
  tenant('app.contact_export', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '61', n),
    // not the agent's, who sees their own
    person_id: c.viewerId,
    format: 'csv',
    delimiter: ';',
    columns: '{name}',
    locale: 'es',
    state: 'stopped',
  })),
  tenant('app.history_batch', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '91', n),
    before: '2020-01-01T00:00:00Z',
    state: 'cancelled',
    messages: 1,
    announced_at: LATER,
    purge_at: LATER,
  })),
  tenant('app.contact_export_part', 'workspace_id, export_id, n', (c, n) => ({
    export_id: id(c.tag, '61', n),
    n: 1,
    ids: '{}',
  })),
];
