import { type FixtureTable, guarded, hex, LATER, tenant } from './fixture-tables.ts';

/** The audit's chain and the policies of accounts. What is about the one sealer belongs to no company. */
export const AUDIT_TABLES: readonly FixtureTable[] = [
  {
    ...tenant('app.audit_entry', 'workspace_id, id', (_c, n) => ({
      id: 1000 + n,
      actor_kind: 'system',
      action: 'channels/channel.created',
      detail: {},
      at: LATER,
    })),
    writtenOnce: true,
  },
  guarded('guard.audit_seal', 'entry_id', 'workspace_id, seq', (c, n) => ({
    workspace_id: c.workspaceId,
    seq: n + 1,
    entry_id: 1000 + n,
    values_hash: hex('values'),
    digest: hex('digest'),
    link: hex('link'),
  })),
  guarded('guard.audit_head', 'seq', 'workspace_id', (c) => ({
    workspace_id: c.workspaceId,
    seq: 1,
    link: hex('link'),
    sealed_at: LATER,
    anchored_seq: 0,
  })),
  guarded('guard.audit_sealer', 'entry_id', 'id', () => ({ id: true, xid: '1', entry_id: 0, looked_at: LATER })),
  guarded('guard.audit_end', 'reason', 'workspace_id', (c, n) => ({
    workspace_id: n === 0 ? c.accountId : c.viewerId,
    seq: 1,
    link: hex('link'),
    reason: 'a test',
    at: LATER,
  })),
  guarded('guard.account_policy', 'idle_minutes', 'account_id', (c, n) => ({
    account_id: n === 0 ? c.agentId : c.viewerId,
    idle_minutes: 45,
    changed_at: LATER,
  })),
];
