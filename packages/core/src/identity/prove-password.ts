import type { AuthProof, IdentityPort, PasswordAccount, PublicCtx } from '../kernel/index.ts';
import { handOverPassword } from './hand-over-password.ts';

/**
 * Whether a password is somebody's, as the identity provider sees it; null for a wrong one and for nobody's, alike. A good one that is still
 * with us although passwords are kept elsewhere is handed over now. Throws identity.providerUnavailable when it cannot be known.
 */
export async function provePassword(
  ctx: Pick<PublicCtx, 'db' | 'log'>,
  identity: IdentityPort,
  account: PasswordAccount | null,
  password: string,
): Promise<AuthProof | null> {
  const proof = await identity.checkPassword(account, password);
  if (account?.held && proof && proof.provider !== identity.name)
    await handOverPassword(ctx, identity, { personId: account.personId, held: account.held, password });
  return proof;
}
