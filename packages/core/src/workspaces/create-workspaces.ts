import { slugOf } from '../identity/rules.ts';
import { command } from '../kernel/index.ts';
import type { Lacks } from '../plans/rules.ts';
import { CreateWorkspaces, workspaceErrors, workspaceEvents } from './contract.ts';
import { judgeColor } from './rules.ts';
import { noRoom, ownDoor } from './store.ts';

/**
 * Makes workspaces in the account of the one at work, all of them or none; every owner of the account owns them. Throws
 * plans.limitReached with the numbers, and workspaces.colorUnreadable.
 */
export const createWorkspaces = command({
  input: CreateWorkspaces,
  needs: 'workspace.create',
  async run({ tx, ctx, record }, input) {
    const { pass, personId } = ownDoor(ctx);
    if (input.color) {
      const judged = judgeColor(input.color, 'paper');
      if (!judged.ok)
        throw workspaceErrors.colorUnreadable({ field: 'color', ground: 'paper', nearest: judged.nearest });
    }
    const [row] = await tx`
      select guard.create_workspaces(${pass}, ${personId}, ${ctx.workspaceId}, ${input.names}::text[], ${input.names.map(slugOf)}::text[],
        ${input.industry ?? null}, ${input.locale ?? null}, ${input.timeZone ?? null}, ${input.color ?? null}, ${input.likeId ?? null}) answer`;
    const answer = row?.answer as { lacks: Lacks } | { made: { id: string; name: string }[] };
    if ('lacks' in answer) throw noRoom(answer.lacks);
    for (const { id, name } of answer.made)
      await record(workspaceEvents.created, { createdId: id, name, likeId: input.likeId ?? null });
    return { made: answer.made };
  },
});
