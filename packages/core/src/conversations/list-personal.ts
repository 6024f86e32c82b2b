import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { PersonalChats } from './contract.ts';

/** One's own chats of the workspace's numbers. Of those of others nobody learns more than how many there are. */
export const listPersonal = query({
  input: z.object({}),
  needs: 'conversations.read',
  async run({ tx }) {
    const [row] = await tx`select guard.list_apart() chats`;
    return row?.chats as PersonalChats;
  },
});
