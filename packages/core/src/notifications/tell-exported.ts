import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

/** Tells the other owners that somebody takes contacts away, or whoever asked that their file is there or will not come: once of each. */
export const tellExported = command({
  input: z.object({ exportId: z.uuid(), what: z.enum(['asked', 'ready', 'failed']) }),
  needs: 'data.export',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { exportId, what }): Promise<{ told: number }> {
    const [row] = await tx`
      select e.person_id "personId", e.total, (select m.name from app.member m where m.workspace_id = e.workspace_id and m.person_id = e.person_id) by
        from app.contact_export e where e.workspace_id = ${ctx.workspaceId} and e.id = ${exportId}`;
    if (!row) return { told: 0 };
    const owners = what === 'asked' ? await peopleWith(tx, 'workspace.delete') : [row.personId as string];
    const told = await notify(tx, ctx, {
      ...{ kind: 'export', cause: `export:${exportId}:${what}` },
      personIds: what === 'asked' ? owners.filter((id) => id !== row.personId) : owners,
      detail: { what, by: row.by as string | null, count: row.total as number },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
