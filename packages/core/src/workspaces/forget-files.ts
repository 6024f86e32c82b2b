import type { Ctx } from '../kernel/index.ts';

/** Removes every stored file of a workspace whose grace is over. Idempotent; answers how many went. */
export async function forgetFiles(
  ctx: Pick<Ctx, 'db' | 'clock'> & { ports: Pick<Ctx['ports'], 'storage'> },
  workspaceId: string,
): Promise<number> {
  const now = ctx.clock.now();
  let files = 0;
  for await (const file of ctx.ports.storage.listUntouched(workspaceId, now))
    if (await ctx.ports.storage.remove(file, now)) files += 1;
  return files;
}
