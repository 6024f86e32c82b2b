import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { ConfirmTotp, identityErrors } from './contract.ts';
import { readMeans } from './read-means.ts';
import { hexOf, newRecoveryCodes, recoveryDigest, sealAlarm, stepOf } from './store.ts';

/**
 * Turns the authenticator on by its first right code, and answers the ten recovery codes, once. The owner is told. `others` is how many of
 * their other sessions live. Throws identity.wrongProof, identity.stepUpNeeded.
 */
export async function confirmTotp(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof ConfirmTotp>,
): Promise<{ recoveryCodes: string[]; others: number }> {
  const { code } = parse(ConfirmTotp, raw);
  const means = await readMeans(ctx, pass, personId);
  const [made] = await translated(() => ctx.db`select guard.totp_in_making(${pass}, ${personId}) sealed`);
  const step = made?.sealed && stepOf(ctx, means.personId, made.sealed, code);
  if (!step) throw identityErrors.wrongProof();
  const recoveryCodes = newRecoveryCodes();
  const digests = recoveryCodes.map((each) => recoveryDigest(ctx, means.personId, each));
  const [row] = await translated(
    () =>
      ctx.db`select guard.confirm_totp(${pass}, ${personId}, ${made.sealed}, ${step}, ${hexOf(digests)}::text[]::bytea[], ${sealAlarm(ctx)}) others`,
  );
  if (row?.others == null) throw identityErrors.wrongProof();
  ctx.ports.hints.emitted();
  return { recoveryCodes, others: row.others };
}
