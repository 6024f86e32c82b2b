import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { QuickReplyRow } from './contract.ts';

/** The quick replies that a person may use: everybody's and their own, by code. */
export const listQuickReplies = query({
  input: z.object({}),
  needs: 'conversations.read',
  async run({ tx, ctx, actor }) {
    if (actor.kind !== 'person') return [];
    const rows = await tx`
      select r.id, r.code, r.body, r.owner_id is null "isShared" from app.quick_reply r
       where r.workspace_id = ${ctx.workspaceId} and (r.owner_id is null or r.owner_id = ${actor.personId}) order by r.code, r.owner_id nulls last`;
    return rows.map((row) => ({ ...row })) as QuickReplyRow[];
  },
});
