import type { Database } from '@recado/db';
import { enterSystem } from '@recado/db';
import { type Keyring, sha256 } from '@recado/runtime/crypto';
import { sealMail } from '../identity/index.ts';
import { noticesToken } from './store.ts';

/** Links looked at in one go. */
const PAGE = 200;

/**
 * Tells by mail whom a link is for that conversations wait: those that spoke since the last notice, at most one notice in a quarter of an
 * hour, none at night where the workspace is. What comes in between is told when its time has come. Answers how many were told.
 */
export async function tellLinks(ctx: { db: Database; keyring: Keyring }): Promise<number> {
  const due = await ctx.db`select * from guard.links_to_tell(${PAGE})`;
  let told = 0;
  for (const link of due) {
    told += await ctx.db.begin(async (tx) => {
      await enterSystem(tx, link.workspace_id, 'link notices');
      const [row] = await tx`
        select count(*)::integer waiting, (array_agg(v.id order by v.last_message_at desc))[1] newest from app.conversation v
         where v.workspace_id = ${link.workspace_id} and v.last_direction = 'in' and v.status in ('open', 'in_progress', 'waiting')
           and guard.came_since(v, ${link.since})
           and (${link.reach} = '' or ${link.reach} = 'own_unassigned' and v.assignee_id is null)`;
      if (!row || row.waiting === 0) return 0;
      const offToken = noticesToken(ctx, link.id);
      const params = {
        ...{ linkId: link.id as string, name: link.name as string, workspace: link.workspace as string },
        ...{ waiting: String(row.waiting), conversationId: row.newest as string },
        ...{ offToken, ownBrand: link.own_brand ? 'yes' : 'no' },
      };
      const [sent] = await tx`select guard.tell_link(${link.id}, ${sealMail(ctx, params)}, ${sha256(offToken)}) told`;
      return sent?.told ? 1 : 0;
    });
  }
  return told;
}
