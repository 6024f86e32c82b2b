import { type PublicCtx, translated } from '../kernel/index.ts';
import type { Viewer } from './contract.ts';

/** Who holds a live session and which workspaces they may enter. Throws identity.sessionEnded with the reason, or identity.otherPerson. */
export async function getViewer(ctx: Pick<PublicCtx, 'db'>, pass: Buffer, personId: string | null): Promise<Viewer> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.viewer(${pass}, ${personId}) viewer`;
    return row?.viewer as Viewer;
  });
}
