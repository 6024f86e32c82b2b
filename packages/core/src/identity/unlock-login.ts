import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { identityErrors, UnlockLogin } from './contract.ts';

/** Opens a locked account again with the secret from the mail, which works once. Logs nobody in. Throws unlockGone. */
export async function unlockLogin(ctx: Pick<PublicCtx, 'db'>, raw: z.input<typeof UnlockLogin>): Promise<void> {
  const { token } = parse(UnlockLogin, raw);
  const [row] = await ctx.db`select guard.unlock_login(${sha256(token)}) done`;
  if (!row?.done) throw identityErrors.unlockGone();
}
