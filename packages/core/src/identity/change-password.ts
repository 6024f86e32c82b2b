import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { ChangePassword, identityErrors } from './contract.ts';
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
  hash: (password: string) => Promise<string>,
): Promise<{ ended: number }> {
  const input = parse(ChangePassword, raw);
  const means = await readMeans(ctx, pass, personId);
  const verdict = weighPassword(input.password, [means.email, means.name]);
  if (!verdict.ok) throw identityErrors.passwordTooWeak({ field: 'password', because: verdict.because });
  const hashed = await hash(input.password);
  const [row] = await translated(
    () => ctx.db`select guard.change_password(${pass}, ${personId}, ${hashed}, ${sealAlarm(ctx)}) ended`,
  );
  ctx.ports.hints.emitted();
  return { ended: row?.ended };
}
