import { z } from 'zod';
import { command } from '../kernel/index.ts';

/** Takes away the subscription of a browser in which nobody is any more, as its push service says. */
export const dropPush = command({
  input: z.object({ subscriptionId: z.uuid() }),
  needs: 'conversations.read',
  unrecorded: 'a browser that is gone is nobody’s act',
  async run({ tx }, { subscriptionId }): Promise<void> {
    await tx`select guard.drop_push(${subscriptionId})`;
  },
});
