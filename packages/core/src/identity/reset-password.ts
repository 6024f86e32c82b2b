import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse } from '../kernel/index.ts';
import { identityErrors, ResetPassword } from './contract.ts';
import { handOverPassword } from './hand-over-password.ts';
import { sealAlarm } from './store.ts';
import { weighPassword } from './weigh-password.ts';

/**
 * A new password by the link from the mail, judged as at sign-up. Every session ends; it opens none, and leaves second factors as they
 * are. Throws identity.linkGone, identity.passwordTooWeak.
 */
export async function resetPassword(
  ctx: PublicCtx,
  raw: z.input<typeof ResetPassword>,
  identity: IdentityPort,
): Promise<{ ok: true }> {
  const input = parse(ResetPassword, raw);
  const link = sha256(input.token);
  const [person] = await ctx.db`select * from guard.read_reset(${link})`;
  if (!person) throw identityErrors.linkGone();
  const verdict = weighPassword(input.password, [person.email, person.name]);
  if (!verdict.ok) throw identityErrors.passwordTooWeak({ field: 'password', because: verdict.because });
  const held = await identity.hashPassword(input.password);
  const [row] = await ctx.db`select guard.finish_reset(${link}, ${held}, ${sealAlarm(ctx)}) person`;
  if (!row?.person) throw identityErrors.linkGone();
  ctx.ports.hints.emitted();
  await handOverPassword(ctx, identity, { personId: row.person, held, password: input.password });
  return { ok: true };
}
