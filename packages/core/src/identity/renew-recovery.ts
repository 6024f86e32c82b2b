import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';
import { readMeans } from './read-means.ts';
import { hexOf, newRecoveryCodes, recoveryDigest, sealAlarm } from './store.ts';

/** Ten new recovery codes, shown once; the former ones stop working. Throws identity.stepUpNeeded, identity.factorMissing. */
export async function renewRecovery(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
): Promise<{ recoveryCodes: string[] }> {
  const means = await readMeans(ctx, pass, personId);
  const recoveryCodes = newRecoveryCodes();
  const digests = recoveryCodes.map((each) => recoveryDigest(ctx, means.personId, each));
  const [row] = await translated(
    () =>
      ctx.db`select guard.renew_recovery(${pass}, ${personId}, ${hexOf(digests)}::text[]::bytea[], ${sealAlarm(ctx)}) done`,
  );
  if (!row?.done) throw identityErrors.factorMissing({ needs: ['totp'] });
  ctx.ports.hints.emitted();
  return { recoveryCodes };
}
