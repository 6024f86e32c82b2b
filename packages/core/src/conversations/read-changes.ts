import { z } from 'zod';
import { hotQuery } from '../kernel/index.ts';
import type { Change } from './contract.ts';

/**
 * What changed in a workspace since a horizon, under a proved session. Rows above the horizon may come again and are applied by id;
 * none is ever missed, whatever the order in which writers commit. A null horizon answers the present one.
 */
export const readChanges = hotQuery({
  input: z.object({
    horizon: z
      .string()
      .regex(/^\d{1,20}$/)
      .nullable(),
    seen: z.array(z.number().int()).max(10_000),
    limit: z.number().int().min(1).max(500).default(200),
  }),
  needs: 'conversations.read',
  async call(ctx, door, input) {
    const [row] = await ctx.db`select app.read_changes(${door.pass}, ${door.personId}, ${ctx.workspaceId},
      ${input.horizon}::text::xid8, ${input.seen}::bigint[], ${input.limit}) page`;
    return row?.page as { horizon: string; changes: Change[]; ids: number[]; more: boolean };
  },
});
