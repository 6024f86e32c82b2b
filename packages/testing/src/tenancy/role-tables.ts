import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** The roles that companies make, which members name. */
export const ROLE_TABLES: readonly FixtureTable[] = [
  {
    name: 'app.custom_role',
    key: 'workspace_id',
    conflict: 'workspace_id, id',
    owner: (c) => c.workspaceId,
    row: (c, n) => ({
      workspace_id: c.workspaceId,
      id: id(c.tag, '18', n),
      name: `Role ${n}`,
      permissions: ['conversations.read'],
      created_at: LATER,
    }),
    readOnly: true,
  },
];

/** The first steps of a company. */
export const ONBOARDING_TABLES: readonly FixtureTable[] = [
  tenant('app.onboarding_step', 'workspace_id, step', (_c, n) => ({
    step: n === 0 ? 'connect' : 'tour',
    path: 'business',
    seen_at: LATER,
  })),
];
