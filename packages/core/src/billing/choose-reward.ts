import { z } from 'zod';
import { rewards } from './rules.ts';
import { sellingVerb } from './store.ts';

/** What the account has for each who comes by it from now on, and with the first choice its link; who came before keeps what was chosen then. */
export const chooseReward = sellingVerb({
  input: z.object({ reward: z.enum(rewards) }),
  async run({ ctx, door }, { reward }): Promise<{ ok: true }> {
    await ctx.db`select guard.choose_reward(${door.pass}, ${door.personId}, ${ctx.workspaceId}, ${reward})`;
    return { ok: true };
  },
});
