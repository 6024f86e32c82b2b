import { type FixtureTable, id, LATER, tenant } from './fixture-tables.ts';

/** The groups that people of a company are put into. */
export const PEOPLE_TABLES: readonly FixtureTable[] = [
  tenant('app.team', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '19', n),
    name: `Team ${n}`,
    created_at: LATER,
  })),
  // the spare one is the viewer's, who is a member too
  tenant('app.team_member', 'workspace_id, team_id, person_id', (c, n) => ({
    team_id: id(c.tag, '19'),
    person_id: n === 0 ? c.agentId : c.viewerId,
  })),
];
