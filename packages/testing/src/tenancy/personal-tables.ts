import { type FixtureTable, guarded, id, LATER } from './fixture-tables.ts';

/** The tables of chats that are somebody's own. */
export const PERSONAL_TABLES: readonly FixtureTable[] = [
  guarded('guard.personal_chat', 'mode', 'id', (c, n) => ({
    id: id(c.tag, '31', n),
    workspace_id: c.workspaceId,
    channel_id: id(c.tag, '4', 9),
    person_id: c.agentId,
    mode: 'not_stored',
    created_at: LATER,
  })),
  guarded('guard.personal_identity', 'kind', 'workspace_id, channel_id, kind, value', (c, n) => ({
    workspace_id: c.workspaceId,
    channel_id: id(c.tag, '4', 9),
    kind: 'wa_group',
    value: `${c.tag}${n}`,
    chat_id: id(c.tag, '31'),
  })),
];
