import { isSame, mac } from '@recado/runtime/crypto';
import { isId } from '@recado/runtime/ids';
import type { PublicCtx } from '../kernel/index.ts';
import { linkErrors } from './links-contract.ts';

/** Stops the mails of a link for whoever has one of them: the token of the mail is all they need, and it lets nobody in. Throws linkGone. */
export async function stopNotices(
  ctx: Pick<PublicCtx, 'db' | 'keyring'>,
  input: { linkId: string; token: string },
): Promise<void> {
  const [kid = '', said = ''] = input.token.split('.');
  const isOurs =
    isId(input.linkId) &&
    ctx.keyring.keys.has(kid) &&
    isSame(said, mac(ctx.keyring, 'link-notices', input.linkId.toLowerCase(), kid));
  if (!isOurs) throw linkErrors.linkGone();
  await ctx.db`select guard.stop_notices(${input.linkId})`;
}
