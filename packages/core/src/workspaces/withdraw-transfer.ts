import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/** Takes the offer of the workspace back, if there is one. */
export const withdrawTransfer = command({
  input: z.object({}),
  needs: 'workspace.transfer',
  async run({ tx, ctx, record }) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`select guard.withdraw_transfer(${pass}, ${personId}, ${ctx.workspaceId}) was_open`;
    await record(workspaceEvents.transferWithdrawn, { wasOpen: row?.was_open });
    return { ok: true as const };
  },
});
