import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';
import { NOTIFICATION_TABLES } from './notification-tables.ts';

/** What is counted by person and by conversation, and what people are told of it. */
export const FIGURE_TABLES: readonly FixtureTable[] = [
  tenant('app.usage_person_day', 'workspace_id, day, person_id, metric', (c, n) => ({
    day: `2026-01-0${n + 1}`,
    // not the agent's, who sees their own
    person_id: c.viewerId,
    metric: 'messages_in',
    amount: 1,
  })),
  tenant('app.conversation_start', 'workspace_id, conversation_id', (c, n) => ({
    conversation_id: id(c.tag, '13', n),
    began_at: LATER,
  })),
  {
    ...tenant('app.note', 'workspace_id, id', (c, n) => ({
      id: id(c.tag, '17', n),
      conversation_id: id(c.tag, '13'),
      after_seq: 1,
      body: `Canary note ${c.tag}`,
      author_id: c.agentId,
      author_name: 'Agent',
      client_note_id: id(c.tag, '18', n),
      created_at: LATER,
    })),
    insideOnly: true,
  },
  {
    ...tenant('app.planned_message', 'workspace_id, id', (c, n) => ({
      id: id(c.tag, '71', n),
      conversation_id: id(c.tag, '13'),
      body: `Canary planned ${c.tag}`,
      author_id: c.agentId,
      author_name: 'Agent',
      at: LATER,
      since: LATER,
      created_at: LATER,
    })),
    insideOnly: true,
  },
  ...NOTIFICATION_TABLES,
  tenant('app.quick_reply', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '27', n),
    code: `canary-${n}`,
    body: `Canary ${c.tag}`,
    created_at: LATER,
    updated_at: LATER,
  })),
];
