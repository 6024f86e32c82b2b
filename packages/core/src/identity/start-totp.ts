import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';
import { readMeans } from './read-means.ts';
import { newTotp } from './store.ts';

/** Begins to set an authenticator up; nothing asks for it before a first code was right. Throws identity.stepUpNeeded, identity.factorThere. */
export async function startTotp(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  issuer: string,
): Promise<{ secret: string; uri: string }> {
  const means = await readMeans(ctx, pass, personId);
  const { sealed, secret, uri } = newTotp(ctx, { personId: means.personId, email: means.email, issuer });
  const [row] = await translated(() => ctx.db`select guard.start_totp(${pass}, ${personId}, ${sealed}) done`);
  if (!row?.done) throw identityErrors.factorThere();
  return { secret, uri };
}
