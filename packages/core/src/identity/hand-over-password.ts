import type { IdentityPort, PublicCtx } from '../kernel/index.ts';

/** A hand-over keeps a connection for as long as the provider takes; when it is slow, the pool must not be spent on that. */
const AT_ONCE = 2;
const underWay = new WeakMap<IdentityPort, number>();

/**
 * Gives a password that our row has as a hash to the provider that is to keep it, and has our row say so. Until both have happened the
 * hash counts and the provider is not asked, so it may fail or end anywhere in between: the next login with that password tries again.
 * One at a time for a person, so that of two new passwords the provider ends with the one that our row had last. `held` and `password` are
 * the hash and the plain password that belong together, where the plain one is known. Throws nothing.
 */
export async function handOverPassword(
  ctx: Pick<PublicCtx, 'db' | 'log'>,
  identity: IdentityPort,
  of: { personId: string; held?: string; password?: string },
): Promise<void> {
  const { takeOver } = identity;
  const busy = underWay.get(identity) ?? 0;
  if (!takeOver || busy >= AT_ONCE) return;
  underWay.set(identity, busy + 1);
  try {
    await ctx.db.begin(async (tx) => {
      const [row] = await tx`select * from guard.hold_password(${of.personId})`;
      if (!row?.held || (of.held !== undefined && row.held !== of.held)) return;
      const account = { personId: of.personId, email: row.email, held: row.held };
      const holder = await takeOver(account, of.password ?? null);
      if (holder) await tx`select guard.hand_over_password(${of.personId}, ${row.held}, ${holder})`;
    });
  } catch (error) {
    ctx.log.warn({ err: error, personId: of.personId }, 'a password stays with us until the next login with it');
  } finally {
    underWay.set(identity, (underWay.get(identity) ?? 1) - 1);
  }
}
