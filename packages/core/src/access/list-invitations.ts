import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { InvitationRow } from './contract.ts';

/** The invitations that nobody has taken up, those that ran out too; the latest first. */
export const listInvitations = query({
  input: z.object({}),
  needs: 'members.invite',
  async run({ tx }) {
    const [row] = await tx`select guard.list_invitations() rows`;
    return row?.rows as InvitationRow[];
  },
});
