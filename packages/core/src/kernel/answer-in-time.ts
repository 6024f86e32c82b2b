import type { Database, OwnConnection } from '@recado/db';
import type { Ctx } from './ctx.ts';
import type { Permission } from './permissions.ts';

/** Postgres's code of a statement that was called off. */
const CALLED_OFF = '57014';

/**
 * The rows of a hot read, or null when it had not answered within `withinMs`, or had no connection by then. The server itself ends it: a
 * request to cancel, which any client may send, comes when it comes, and may end what somebody else asks on that connection next. Limit, read and the way
 * back to the usual limit travel together, in one round trip. Who is told nothing goes through the door all the same.
 */
export async function answerInTime<Row>(
  ctx: Ctx,
  behind: { pass: Buffer; personId: string | null; needs: Permission },
  ask: (ctx: Ctx) => PromiseLike<readonly Row[]>,
  withinMs: number,
): Promise<readonly Row[] | null> {
  const own = await reserveWithin(ctx.db, withinMs);
  const rows = own && (await askWithin(own, () => ask({ ...ctx, db: own }), withinMs));
  if (!rows)
    await ctx.db`select guard.enter_for(${behind.pass}, ${behind.personId}, ${ctx.workspaceId}, ${behind.needs})`;
  return rows;
}

async function askWithin<Row>(
  own: OwnConnection,
  ask: () => PromiseLike<readonly Row[]>,
  withinMs: number,
): Promise<readonly Row[] | null> {
  try {
    // each is on its way before the next is asked, and none is waited for
    const limited = own`select set_config('statement_timeout', ${String(withinMs)}, false)`.execute();
    const asked = Promise.resolve(ask());
    // given back only when all three are over
    const [answer] = await Promise.allSettled([asked, limited, own`reset statement_timeout`]);
    if (answer.status === 'fulfilled') return answer.value;
    if ((answer.reason as { code?: string }).code === CALLED_OFF) return null;
    throw answer.reason;
  } finally {
    own.release();
  }
}

/** A connection of the pool for oneself, or null when none was free in time; one that comes later goes straight back. */
async function reserveWithin(db: Database, withinMs: number): Promise<OwnConnection | null> {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<null>();
  const timer = setTimeout(giveUp, withinMs, null);
  const coming = db.reserve();
  const own = await Promise.race([coming, late]).finally(() => clearTimeout(timer));
  if (!own) void coming.then((each) => each.release()).catch(() => {});
  return own;
}
