import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** What people are told, and how they want it. */
export const NOTIFICATION_TABLES: readonly FixtureTable[] = [
  tenant('app.notification', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '41', n),
    // not the agent's, who is told of their own
    person_id: c.viewerId,
    kind: 'attention',
    cause: `attention:${n}`,
    conversation_id: id(c.tag, '13'),
    detail: {},
    via: ['app'],
    at: LATER,
  })),
  tenant('app.notification_preference', 'workspace_id, person_id', (c, n) => ({
    person_id: n === 0 ? c.viewerId : c.agentId,
    choices: {},
    volume: 70,
    off_hashes: [],
  })),
];
