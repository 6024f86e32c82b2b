import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** The labels of a company, which of them its conversations carry, and the views of its inbox that have a name. */
export const TAG_TABLES: readonly FixtureTable[] = [
  tenant('app.tag', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '60', n),
    name: `Canary ${c.tag} ${n}`,
    colour: 'slate',
    created_at: LATER,
  })),
  tenant('app.conversation_tag', 'workspace_id, conversation_id, tag_id', (c, n) => ({
    conversation_id: id(c.tag, '13'),
    tag_id: id(c.tag, '60', n),
  })),
  tenant('app.contact_tag', 'workspace_id, contact_id, tag_id', (c, n) => ({
    contact_id: id(c.tag, '10'),
    tag_id: id(c.tag, '60', n),
    source: 'person',
    at: LATER,
  })),
  tenant('app.inbox_rule', 'workspace_id', (c) => ({
    mode: 'round_robin',
    hours: { 1: [[540, 1200]] },
    turns: { [c.tag]: 1 },
  })),
  tenant('app.service_rule', 'workspace_id', (c) => ({
    is_on: true,
    targets: { usual: { first: 15 }, high: { first: Number.parseInt(c.tag, 16) || 1 } },
  })),
  tenant('app.survey_rule', 'workspace_id', (c) => ({
    is_on: true,
    texts: { es: `Canary ${c.tag}` },
  })),
  tenant('app.survey', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '72', n),
    conversation_id: id(c.tag, '13'),
    state: 'answered',
    at: LATER,
    score: 3,
    comment: `Canary ${c.tag}`,
    created_at: LATER,
  })),
  tenant('app.service_breach', 'workspace_id, conversation_id, clock, since', (c, n) => ({
    conversation_id: id(c.tag, '13'),
    clock: 'first',
    since: `2099-01-0${n + 1}T00:00:00Z`,
    due_at: LATER,
  })),
  tenant('app.saved_view', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '61', n),
    name: `Canary ${c.tag} ${n}`,
    filter: { view: 'all', filter: {} },
    created_at: LATER,
  })),
];
