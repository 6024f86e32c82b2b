import { type FixtureTable, guarded, hex, id, LATER, tenant } from './fixture-tables.ts';

/** What hangs on a workspace itself: its logo, and the offers of it to other accounts. */
export const WORKSPACE_TABLES: readonly FixtureTable[] = [
  tenant('app.workspace_logo', 'workspace_id', () => ({
    ...{ mime: 'image/png', bytes: `\\x${Buffer.from('logo').toString('hex')}`, digest: hex('logo'), set_at: LATER },
  })),
  guarded('guard.workspace_transfer', 'email', 'id', (c, n) => ({
    id: id(c.tag, '19', n),
    ...{ workspace_id: c.workspaceId, from_account: c.accountId, asked_by: c.agentId },
    ...{ email: `${c.tag}${n}@receiver.test`, email_key: `${c.tag}${n}@receiver.test` },
    ...{ asked_at: LATER, expires_at: LATER, ...(n === 0 ? {} : { settled_at: LATER, outcome: 'declined' }) },
  })),
];
