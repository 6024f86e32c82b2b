import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { readCatalogue } from '../plans/rules.ts';
import type { LinkList, LinkRow } from './links-contract.ts';
import { describeLinkOffer } from './rules.ts';

/** The workspace's links that nobody has revoked, newest first, with the devices that have opened them, and whether the plan has links. */
export const listLinks = query({
  input: z.object({}),
  needs: 'links.read',
  async run({ tx }): Promise<LinkList> {
    const [row] = await tx`
      select guard.list_links() links, a.plan, a.plan_version version, guard.plan_catalogue() versions from app.account a`;
    const offer = describeLinkOffer(readCatalogue(row?.versions as unknown[]), {
      plan: row?.plan as string,
      version: row?.version as number,
    });
    return { links: (row?.links ?? []) as LinkRow[], ...offer };
  },
});
