import { sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import type { PendingLogIn } from './contract.ts';
import { deviceOf } from './store.ts';

/** What the attempt of this browser still needs; phones only where texts can leave. Throws identity.attemptGone. */
export async function readAttempt(
  ctx: Pick<PublicCtx, 'db' | 'origin' | 'ports'>,
  attempt: string,
): Promise<PendingLogIn> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.attempt_state(${sha256(attempt)}, ${deviceOf(ctx)}) state`;
    const state = row?.state as PendingLogIn;
    if (ctx.ports.hasTexts) return state;
    return { ...state, phone: null, needs: state.needs.filter((each) => each !== 'phone') };
  });
}
