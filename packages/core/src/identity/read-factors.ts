import { type PublicCtx, translated } from '../kernel/index.ts';
import type { FactorState } from './contract.ts';

/** The second factors of the caller, how many recovery codes are left, and for how long the last proof of themselves holds. */
export async function readFactors(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<FactorState> {
  const [row] = await translated(() => ctx.db`select guard.factor_state(${pass}, ${personId}) state`);
  return row?.state as FactorState;
}
