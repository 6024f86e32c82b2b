import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { proveReach } from './store.ts';

/** Whether the caller may bring a file, before its first byte; answers its own number, which tells where others are of, and what the company's own fields are called. Errors: notEverything. */
export const proveImporter = query({
  input: z.object({}),
  needs: 'conversations.assign',
  async run({ tx, ctx }) {
    await proveReach(tx);
    const [row] =
      await tx`select number from app.channel where workspace_id = ${ctx.workspaceId} and number is not null order by created_at limit 1`;
    const fields =
      await tx`select id, label from app.contact_field where workspace_id = ${ctx.workspaceId} order by position, id`;
    return {
      number: (row?.number as string | undefined) ?? null,
      fields: fields as unknown as { id: string; label: string }[],
    };
  },
});
