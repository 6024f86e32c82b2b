import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { conversationErrors, conversationEvents } from './contract.ts';

/** An owner lifts the marks of people who left, once their content is gone: who writes from there is stored again. */
export const liftPersonal = command({
  input: z.object({}),
  needs: 'conversations.write',
  unrecorded: 'where nobody who left had any; otherwise it is recorded',
  async run({ tx, record }) {
    const [row] = await tx`select guard.lift_left() count`;
    if (row?.count == null) throw conversationErrors.personalNotTheirs();
    const count = Number(row.count);
    if (count > 0) await record(conversationEvents.personalLifted, { count });
    return { count };
  },
});
