import { type PublicCtx, translated } from '../kernel/index.ts';
import type { Provider } from './contract.ts';

/** An account at an issuer that opens the caller's. */
export type IdentityCard = {
  id: string;
  provider: Provider;
  email: string | null;
  linkedAt: string;
  usedAt: string | null;
};

/** The accounts at issuers that open the caller's, oldest first. */
export async function listIdentities(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<IdentityCard[]> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.list_identities(${pass}, ${personId}) identities`;
    return row?.identities as IdentityCard[];
  });
}
