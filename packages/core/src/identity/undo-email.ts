import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { identityErrors, RESET_MINUTES, UnlockLogin } from './contract.ts';
import { describeDevice } from './describe-device.ts';
import { sealMail } from './store.ts';

/**
 * The owner of a former address objects to its change, by the link that came to it: the address is theirs again, everybody is out, and a link
 * to a new password is on its way to them. Throws identity.linkGone.
 */
export async function undoEmail(ctx: PublicCtx, raw: z.input<typeof UnlockLogin>): Promise<{ ok: true }> {
  const input = parse(UnlockLogin, raw);
  const token = randomToken();
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  const [row] = await ctx.db`
    select guard.undo_email(${sha256(input.token)}, ${sha256(token)}, ${`${RESET_MINUTES} minutes`}::interval,
      ${sealMail(ctx, { name: '', token, browser, system })}, ${sealMail(ctx, { name: '' })}) outcome`;
  if (row?.outcome !== 'done') throw identityErrors.linkGone();
  ctx.ports.hints.emitted();
  return { ok: true };
}
