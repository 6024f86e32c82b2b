import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import type { Provider } from './contract.ts';
import { deviceOf } from './store.ts';

/** What an issuer said of the person in this browser, who is linked to nobody yet. */
export type FederatedClaim = {
  provider: Provider;
  email: string | null;
  name: string | null;
  isMailboxProven: boolean;
  /** To sign up, or to log in to the account that has the address and then link. */
  asks: 'signUp' | 'logIn';
};

/** What an issuer said of the person in this browser. Throws identity.attemptGone. */
export async function readClaim(ctx: Pick<PublicCtx, 'db' | 'origin'>, claim: string): Promise<FederatedClaim> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.claim_state(${sha256(claim)}, ${deviceOf(ctx)}) state`;
    return row?.state as FederatedClaim;
  });
}
