import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { MemberRow } from './contract.ts';

/** The people of a workspace, by name. */
export const listMembers = query({
  input: z.object({}),
  needs: 'members.read',
  async run({ tx, ctx }) {
    const rows = await tx`
      select person_id "personId", name, email, role from app.member where workspace_id = ${ctx.workspaceId} and blocked_at is null order by name, person_id`;
    return rows as unknown as MemberRow[];
  },
});
