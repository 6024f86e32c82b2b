import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { proveReach } from './store.ts';

/** Whether the caller may bring a file, before its first byte; answers its own number, which tells where others are of. Errors: notEverything. */
export const proveImporter = query({
  input: z.object({}),
  needs: 'conversations.assign',
  async run({ tx, ctx }) {
    await proveReach(tx);
    const [row] =
      await tx`select number from app.channel where workspace_id = ${ctx.workspaceId} and number is not null order by created_at limit 1`;
    return { number: (row?.number as string | undefined) ?? null };
  },
});
