import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { ConnectionRow } from './contract.ts';

/** Whether a workspace's numbers are connected, oldest first, without anything by which one could be linked or unlinked. */
export const listConnections = query({
  input: z.object({}),
  needs: 'channels.read',
  async run({ tx, ctx }) {
    const rows =
      await tx`select id, name, state from app.channel where workspace_id = ${ctx.workspaceId} order by created_at, id`;
    return rows as unknown as ConnectionRow[];
  },
});
