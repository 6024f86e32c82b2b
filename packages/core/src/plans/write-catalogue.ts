import type { Ctx } from '../kernel/index.ts';
import { type Preset, planErrors } from './contract.ts';

/**
 * Makes a catalogue the one that is sold from and new accounts begin on. A row that accounts are on is never changed: when one differs,
 * nothing is written. Answers how many rows were. Throws plans.versionTaken. Only the role of jobs may call the
 * function behind it.
 */
export async function writeCatalogue(
  ctx: Pick<Ctx, 'db'>,
  { preset, start, trial, plans }: Preset,
): Promise<{ written: number }> {
  const rows = plans.map(({ plan, version, ...body }) => ({ plan, version, body }));
  const newest = Math.max(...plans.filter((each) => each.plan === start).map((each) => each.version));
  const [written, head] = [JSON.stringify(rows), JSON.stringify(trial)];
  const [row] = await ctx.db`
    select guard.write_catalogue(${preset}, ${written}::text::jsonb, ${start}, ${newest}, ${head}::text::jsonb) answer`;
  const answer = row?.answer as { written: number; taken: { plan: string; version: number }[] };
  if (answer.taken.length > 0)
    throw planErrors.versionTaken({ versions: answer.taken.map((each) => `${each.plan} ${each.version}`).join(', ') });
  return { written: answer.written };
}
