import { packLinkPass } from '@recado/db';
import { digestOf } from '../passes.ts';
import { type FixtureTable, guarded, hex, id, LATER } from './fixture-tables.ts';

/** The pass of the device that has opened a company's read-only link. */
export const readLinkPassOf = (tag: string): Buffer =>
  packLinkPass({
    linkId: id(tag, '21'),
    deviceHash: digestOf(`${tag} link device 0`),
    browser: 'Firefox',
    system: 'Linux',
  });

/** The tables of access links. */
export const LINK_TABLES: readonly FixtureTable[] = [
  guarded('guard.access_link', 'name', 'id', (c, n) => ({
    id: id(c.tag, '21', n),
    workspace_id: c.workspaceId,
    name: `Link of "${c.tag}"`,
    role: 'link_read',
    secret_hash: hex(`${c.tag} link ${n}`),
    granted_by: c.viewerId,
    created_at: LATER,
  })),
  guarded('guard.link_device', 'browser', 'id', (c, n) => ({
    id: id(c.tag, '22', n),
    link_id: id(c.tag, '21'),
    secret_hash: hex(`${c.tag} link device ${n}`),
    browser: 'Firefox',
    system: 'Linux',
    kind: 'desktop',
    first_seen_at: LATER,
    last_seen_at: LATER,
  })),
];
