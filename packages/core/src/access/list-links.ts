import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { LinkRow } from './links-contract.ts';

/** The workspace's links that nobody has revoked, newest first, with the devices that have opened them. */
export const listLinks = query({
  input: z.object({}),
  needs: 'links.read',
  async run({ tx }) {
    const [row] = await tx`select guard.list_links() links`;
    return (row?.links ?? []) as LinkRow[];
  },
});
