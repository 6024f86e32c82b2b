import { sealMail } from '../identity/index.ts';
import { emailKey } from '../identity/rules.ts';
import { command } from '../kernel/index.ts';
import { AskTransfer, TRANSFER_DAYS, workspaceErrors, workspaceEvents } from './contract.ts';
import { ownDoor } from './store.ts';

/**
 * Offers the workspace to the holder of an address, who is told by mail and takes it into an account of theirs, or does not. An earlier
 * offer ends. Throws workspaces.lastWorkspace, workspaces.tooManyMails and identity.stepUpNeeded.
 */
export const askTransfer = command({
  input: AskTransfer,
  needs: 'workspace.transfer',
  async run({ tx, ctx, actor, record }, input) {
    const { pass, personId } = ownDoor(ctx);
    const [of] = await tx`
      select w.name workspace, a.name account from app.workspace w join app.account a on a.id = w.account_id where w.id = ${ctx.workspaceId}`;
    const mail = sealMail(ctx, {
      name: '',
      workspace: of?.workspace,
      from: of?.account,
      by: actor.kind === 'person' ? actor.name : '',
    });
    const [row] = await tx`
      select guard.ask_transfer(${pass}, ${personId}, ${ctx.workspaceId}, ${input.email}, ${emailKey(input.email)},
        ${`${TRANSFER_DAYS} days`}::interval, ${mail}) outcome`;
    if (row?.outcome === 'last') throw workspaceErrors.lastWorkspace();
    if (row?.outcome === 'wait') throw workspaceErrors.tooManyMails();
    await record(workspaceEvents.transferAsked, { email: input.email });
    return { ok: true as const };
  },
});
