import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { SavedViewRow } from './contract.ts';

/** The views of the inbox that were given names: one's own and everybody's, by name. */
export const listViews = query({
  input: z.object({}),
  needs: 'conversations.read',
  async run({ tx, ctx, actor }) {
    const own = actor.kind === 'person' ? actor.personId : null;
    const rows = await tx`
      select id, name, person_id is null "isShared", filter->>'view' "view", filter->'filter' "filter" from app.saved_view
       where workspace_id = ${ctx.workspaceId} and (person_id is null or person_id = ${own}) order by lower(name), id`;
    return rows as unknown as SavedViewRow[];
  },
});
