import { sha256 } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import type { PublicCtx } from '../kernel/index.ts';
import { linkErrors } from './links-contract.ts';

/**
 * Stops the notices of a link for whoever has one of them, or lets mails come again: the token that it brought is all they need, and it lets nobody
 * in. Nobody else lifts such a stop; what went to a telephone, which the company reads too, is lifted by the visitor alone. Answers by what they
 * went. Throws linkGone.
 */
export async function stopNotices(
  ctx: Pick<PublicCtx, 'db'>,
  input: { linkId: string; token: string; again?: boolean | undefined },
): Promise<{ by: 'mail' | 'whatsapp' }> {
  if (!isId(input.linkId)) throw linkErrors.linkGone();
  // the database knows which tokens went out
  const [row] =
    await ctx.db`select guard.stop_notices(${input.linkId}, ${sha256(input.token)}, ${input.again ?? false}) went_by`;
  if (!row?.went_by) throw linkErrors.linkGone();
  return { by: row.went_by as 'mail' | 'whatsapp' };
}
