import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { TagRow } from './contract.ts';

/** The workspace's labels, by name. */
export const listTags = query({
  input: z.object({}),
  needs: 'workspace.read',
  async run({ tx, ctx }) {
    const rows =
      await tx`select id, name, colour from app.tag where workspace_id = ${ctx.workspaceId} order by lower(name)`;
    return rows as unknown as TagRow[];
  },
});
