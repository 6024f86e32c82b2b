import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/** Puts a workspace away: everybody may read it, nothing is written or sent, and its numbers are asked to disconnect. */
export const archiveWorkspace = command({
  input: z.object({}),
  needs: 'workspace.archive',
  async run({ tx, ctx, record, afterCommit }) {
    const { pass, personId } = ownDoor(ctx);
    await tx`select guard.archive_workspace(${pass}, ${personId}, ${ctx.workspaceId})`;
    const [row] = await tx`
      select w.name, (select count(app.note_change(w.id, 'channel', h.id, null)) from app.channel h where h.workspace_id = w.id) told
      from app.workspace w where w.id = ${ctx.workspaceId}`;
    await record(
      workspaceEvents.archived,
      { name: row?.name },
      { before: { archived: false }, after: { archived: true } },
    );
    afterCommit(() => {
      ctx.ports.hints.wanted();
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return { ok: true as const };
  },
});
