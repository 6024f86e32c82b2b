/** What is refused when a plan has no more room; limits.db.test.ts tries each with a hundred at once. */
export const BY_ACTS = ['contacts', 'numbers', 'messages', 'workspaces', 'seats'] as const;

/** What no act can use up yet, and what holds in its place. Whoever makes the act moves its limit up. */
export const LATER: Record<string, string> = {
  widgets: 'there is no widget to make',
  aiMessages: 'nothing answers by itself',
  services: 'there is nothing to book',
  templates: 'there is nothing to make one of',
  historyDays: 'nothing is refused: what is older is put away (packages/core/src/exports)',
};
