import { command } from '../kernel/index.ts';
import { importEvents, RunImport } from './contract.ts';

/** Takes the next rows of an import back; the last call writes down how much went and how much stays. For the process of jobs. */
export const takeBackImport = command({
  input: RunImport,
  needs: 'conversations.assign',
  unrecorded: 'an undoing is one entry of the audit, at its end',
  async run({ tx, ctx, record, afterCommit }, { importId, rows }) {
    const [row] = await tx`select app.undo_import(${ctx.workspaceId}, ${importId}, ${rows}) more`;
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    if (row?.more === false) {
      const [whole] =
        await tx`select name, counts from app.contact_import where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
      await record(importEvents.undone, { importId, name: whole?.name, counts: whole?.counts });
    }
    return row?.more === true;
  },
});
