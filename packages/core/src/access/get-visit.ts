import { type PublicCtx, translated } from '../kernel/index.ts';
import { nightColorOf } from '../workspaces/rules.ts';
import type { Visit } from './links-contract.ts';

/** Where a visitor is and as what. Throws identity.sessionEnded {reason: link} alike for every pass that does not open. */
export async function getVisit(ctx: Pick<PublicCtx, 'db'>, pass: Buffer): Promise<Visit> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.visit(${pass}) visit`;
    const { workspace, ...visit } = (row as { visit: Visit & { workspace: { colorNight: string | null } } }).visit;
    return { ...visit, workspace: { ...workspace, colorNight: nightColorOf(workspace) } };
  });
}
