import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { TeamRow } from './contract.ts';

/** The teams of a workspace and who is in them, by name. */
export const listTeams = query({
  input: z.object({}),
  needs: 'members.read',
  async run({ tx, ctx }) {
    const rows = await tx`
      select t.id, t.name, coalesce(array_agg(m.person_id order by m.person_id) filter (where m.person_id is not null), '{}') "personIds"
        from app.team t left join app.team_member m on m.workspace_id = t.workspace_id and m.team_id = t.id
       where t.workspace_id = ${ctx.workspaceId} group by t.workspace_id, t.id, t.name order by lower(t.name)`;
    return rows as unknown as TeamRow[];
  },
});
