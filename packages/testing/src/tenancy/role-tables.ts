import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** The roles that companies make, and the members who have them. */
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
  tenant('app.member', 'workspace_id, person_id', (c, n) => ({
    person_id: id(c.tag, '3', n),
    role: 'agent',
    name: `Person ${c.tag}${n}`,
    email: `${c.tag}${n}@recado.test`,
    created_at: LATER,
  })),
];

/** The first steps of a company. */
export const ONBOARDING_TABLES: readonly FixtureTable[] = [
  tenant('app.onboarding_step', 'workspace_id, step', (_c, n) => ({
    step: n === 0 ? 'connect' : 'tour',
    path: 'business',
    seen_at: LATER,
  })),
];
