import { changeOf, command } from '../kernel/index.ts';
import type { Lacks } from '../plans/rules.ts';
import { AcceptTransfer, workspaceErrors, workspaceEvents } from './contract.ts';
import { noRoom, ownDoor } from './store.ts';

type Values = Record<string, unknown>;
type Answer = { gone?: true; same?: true; cancelled?: true; lacks?: Lacks; before?: Values; after?: Values };

/**
 * Takes an offered workspace into an account of the caller's. Who is not in that account leaves it, and open invitations, links and keys
 * end. Throws workspaces.transferGone, workspaces.transferSame, workspaces.receiverCancelled, plans.limitReached, identity.stepUpNeeded.
 */
export const acceptTransfer = command({
  input: AcceptTransfer,
  needs: 'workspace.transfer',
  async opens(tx, ctx, input) {
    const { pass, personId } = ownDoor(ctx);
    const [row] = await tx`
      select guard.accept_transfer(${pass}, ${personId}, ${ctx.workspaceId}, ${input.transferId}, ${input.accountId}) answer`;
    const answer = row?.answer as Answer;
    if (answer.gone) throw workspaceErrors.transferGone();
    if (answer.same) throw workspaceErrors.transferSame({ field: 'accountId' });
    if (answer.cancelled) throw workspaceErrors.receiverCancelled({ field: 'accountId' });
    if (answer.lacks) throw noRoom(answer.lacks);
    const { before = {}, after = {} } = answer;
    const { before: former, after: present } = changeOf(before, after);
    // accounts may bear the same name
    return { before: { ...former, account: before.account }, after: { ...present, account: after.account } };
  },
  async run({ ctx, record, afterCommit, opened }, input) {
    await record(workspaceEvents.transferred, input, opened);
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { ok: true as const };
  },
});
