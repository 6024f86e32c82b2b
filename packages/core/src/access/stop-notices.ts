import { sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import type { PublicCtx } from '../kernel/index.ts';
import { linkErrors } from './links-contract.ts';

/**
 * Stops the mails of a link for whoever has one of them, or lets them come again: the token of the mail is all they need, and it lets nobody
 * in. Nobody else lifts such a stop. Throws linkGone.
 */
export async function stopNotices(
  ctx: Pick<PublicCtx, 'db'>,
  input: { linkId: string; token: string; again?: boolean | undefined },
): Promise<void> {
  if (!isId(input.linkId)) throw linkErrors.linkGone();
  // the database knows which tokens went out
  const [row] =
    await ctx.db`select guard.stop_notices(${input.linkId}, ${sha256(input.token)}, ${input.again ?? false}) was_ours`;
  if (!row?.was_ours) throw linkErrors.linkGone();
}
