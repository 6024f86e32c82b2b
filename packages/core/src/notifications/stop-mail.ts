import { sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import type { PublicCtx } from '../kernel/index.ts';
import { notificationErrors } from './contract.ts';
import { usualWays } from './rules.ts';

/** Stops the mails of one person in one workspace, for whoever has one of them: its token is all they need, and it lets nobody in. Throws mailGone. */
export async function stopMail(ctx: Pick<PublicCtx, 'db'>, input: { token: string }): Promise<void> {
  const [workspaceId = '', personId = '', ...rest] = input.token.split('.');
  if (!isId(workspaceId) || !isId(personId)) throw notificationErrors.mailGone();
  const [row] = await ctx.db`select guard.stop_notification_mail(${workspaceId}, ${personId}, ${sha256(rest.join('.'))},
    ${JSON.stringify(usualWays)}::text::jsonb) was_ours`;
  if (!row?.was_ours) throw notificationErrors.mailGone();
}
