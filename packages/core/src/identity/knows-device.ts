import type { PublicCtx } from '../kernel/index.ts';
import { emailKey } from './rules.ts';

/**
 * Whether the browser of a request has logged in before: to the account that it names by an e-mail or a phone, or to anybody's where it names none.
 */
export async function knowsDevice(ctx: Pick<PublicCtx, 'db'>, deviceHash: Buffer, named: string): Promise<boolean> {
  const subject = named.includes('@') ? emailKey(named) : /^\d{6,}$/.test(named) ? named : null;
  const [row] = await ctx.db`select guard.knows_device(${deviceHash}, ${subject}) known`;
  return row?.known === true;
}
