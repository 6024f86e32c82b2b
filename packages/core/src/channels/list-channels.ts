import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { ChannelRow } from './contract.ts';

/** Every number of a workspace, oldest first. */
export const listChannels = query({
  input: z.object({}),
  needs: 'channels.read',
  async run({ tx, ctx }) {
    const rows =
      await tx`select app.channel_json(h) row from app.channel h where h.workspace_id = ${ctx.workspaceId} order by h.created_at, h.id`;
    return rows.map((each) => each.row as ChannelRow);
  },
});
