import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { SegmentRow } from './contract.ts';

/** The filters that the company gave names, by name. */
export const listSegments = query({
  input: z.object({}),
  needs: 'contacts.read',
  async run({ tx, ctx }) {
    const rows =
      await tx`select id, name, filter from app.segment where workspace_id = ${ctx.workspaceId} order by lower(name)`;
    return rows as unknown as SegmentRow[];
  },
});
