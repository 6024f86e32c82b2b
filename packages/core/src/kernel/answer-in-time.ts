import type { Ctx } from './ctx.ts';
import type { Permission } from './permissions.ts';

type Asked<Row> = PromiseLike<readonly Row[]> & { cancel(): void };

/** Postgres's code of a statement that was called off. */
const CALLED_OFF = '57014';

/**
 * The rows of a hot read, or null when it was called off because it had not answered within `withinMs`: the server works on for nobody. Where
 * many wait it may be called off before it came to its door, so whoever is told nothing goes through the door all the same.
 */
export async function answerInTime<Row>(
  ctx: Ctx,
  behind: { pass: Buffer; personId: string | null; needs: Permission },
  asked: Asked<Row>,
  withinMs: number,
): Promise<readonly Row[] | null> {
  const late = setTimeout(() => asked.cancel(), withinMs);
  try {
    return await asked;
  } catch (error) {
    if ((error as { code?: string }).code !== CALLED_OFF) throw error;
    await ctx.db`select guard.enter_for(${behind.pass}, ${behind.personId}, ${ctx.workspaceId}, ${behind.needs})`;
    return null;
  } finally {
    clearTimeout(late);
  }
}
