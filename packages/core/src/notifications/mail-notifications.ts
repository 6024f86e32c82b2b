import type { Database } from '@recado/db';
import { enterSystem } from '@recado/db';
import { type Keyring, sha256 } from '@recado/runtime/crypto';
import { sealMail } from '../identity/index.ts';
import { mailOffToken } from './store.ts';

/** People looked at in one go. */
const PAGE = 200;

/**
 * Tells by mail those who are away what waits for them: everything of a workspace in one letter, at most one in half an hour, none in their quiet
 * hours. What comes in between is told when its time has come, if they have not read it by then. Answers how many letters were queued.
 */
export async function mailNotifications(ctx: { db: Database; keyring: Keyring }): Promise<number> {
  const due = await ctx.db`select * from guard.notifications_to_mail(${PAGE})`;
  let mailed = 0;
  for (const each of due) {
    mailed += await ctx.db.begin(async (tx) => {
      await enterSystem(tx, each.workspace_id, 'notification mails');
      const token = mailOffToken(ctx, each.workspace_id, each.person_id);
      const [brand] = await tx`select guard.has_own_brand(${each.workspace_id}) own`;
      const { attention, assigned, mention, others } = each.counts as Record<string, number>;
      const params = {
        ...{ name: each.name as string, workspace: each.workspace as string, ownBrand: brand?.own ? 'yes' : 'no' },
        ...{
          attention: String(attention),
          assigned: String(assigned),
          mention: String(mention),
          others: String(others),
        },
        ...(each.conversation_id ? { conversationId: each.conversation_id as string } : {}),
        ...{ off: `${each.workspace_id}.${each.person_id}.${token}` },
      };
      const [sent] =
        await tx`select guard.mail_notifications(${each.workspace_id}, ${each.person_id}, ${each.until}::text::timestamptz,
        ${sealMail(ctx, params)}, ${sha256(token)}) queued`;
      return sent?.queued ? 1 : 0;
    });
  }
  return mailed;
}
