import { command } from '../kernel/index.ts';
import { ImportId, importEvents } from './contract.ts';
import { lockImport, proveReach } from './store.ts';

/** Stops a run after the stretch that is under way; what was done stays, and it can go on. Errors: notFound, notNow {state}. */
export const stopImport = command({
  input: ImportId,
  needs: 'conversations.assign',
  async run({ tx, ctx, record }, { importId }) {
    await proveReach(tx);
    const { name } = await lockImport({ tx, ctx }, importId, ['running']);
    await tx`update app.contact_import set state = 'stopped' where workspace_id = ${ctx.workspaceId} and id = ${importId}`;
    await record(importEvents.stopped, { importId, name });
    return { ok: true as const };
  },
});
