import type { z } from 'zod';
import { type IdentityPort, type PublicCtx, parse, translated } from '../kernel/index.ts';
import { ChangePassword, identityErrors } from './contract.ts';
import { handOverPassword } from './hand-over-password.ts';
import { readFactors } from './read-factors.ts';
import { readMeans } from './read-means.ts';
import { sealAlarm } from './store.ts';
import { weighPassword } from './weigh-password.ts';

/**
 * A new password for whoever has proved themselves in the last ten minutes. The other sessions end and the owner is told. Throws
 * identity.stepUpNeeded, identity.passwordTooWeak.
 */
export async function changePassword(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof ChangePassword>,
  identity: IdentityPort,
): Promise<{ ended: number }> {
  const input = parse(ChangePassword, raw);
  // a hash is dear: nobody has one made who may not change anything
  if ((await readFactors(ctx, pass, personId)).provedForMs <= 0) throw identityErrors.stepUpNeeded();
  const means = await readMeans(ctx, pass, personId);
  const verdict = weighPassword(input.password, [means.email, means.name]);
  if (!verdict.ok) throw identityErrors.passwordTooWeak({ field: 'password', because: verdict.because });
  const held = await identity.hashPassword(input.password);
  const [row] = await translated(
    () => ctx.db`select guard.change_password(${pass}, ${personId}, ${held}, ${sealAlarm(ctx)}) ended`,
  );
  ctx.ports.hints.emitted();
  await handOverPassword(ctx, identity, { personId: means.personId, held, password: input.password });
  return { ended: row?.ended };
}
