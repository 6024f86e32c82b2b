import { z } from 'zod';
import { type Ctx, command } from '../kernel/index.ts';

/**
 * Takes back every file whose day is over, and forgets who was in those that nobody waits for. Idempotent; answers how many files went. For the
 * process of jobs.
 */
export async function expireExports(ctx: Ctx): Promise<{ files: number }> {
  const now = ctx.clock.now();
  const { digests } = await endLate(ctx, { now: now.toISOString() });
  if (digests.length === 0) return { files: 0 };
  let files = 0;
  for await (const file of ctx.ports.storage.listUntouched(ctx.workspaceId, now))
    if (file.sha256 !== null && digests.includes(file.sha256) && (await ctx.ports.storage.remove(file, now)))
      files += 1;
  return { files };
}

/** The digests that nothing names any more, neither another export nor the same file brought back; a process that dies before it has removed them leaves that to the sweep of the night. */
const endLate = command({
  input: z.object({ now: z.iso.datetime() }),
  needs: 'data.export',
  unrecorded: 'that a file is there for a day is written down when it is there',
  async run({ tx, ctx, afterCommit }, { now }) {
    await tx`delete from app.contact_export_part p where p.workspace_id = ${ctx.workspaceId}
      and exists (select 1 from app.contact_export e where e.workspace_id = p.workspace_id and e.id = p.export_id and e.state <> 'writing')`;
    const rows = await tx`
      with late as (
        select e.id, e.sha256 from app.contact_export e where e.workspace_id = ${ctx.workspaceId} and e.state = 'ready' and e.expires_at <= ${now}::text::timestamptz for update),
      ended as (
        update app.contact_export e set state = 'expired', sha256 = null from late l where e.workspace_id = ${ctx.workspaceId} and e.id = l.id returning e.id)
      select encode(l.sha256, 'hex') digest from late l
       where not exists (select 1 from app.contact_export o where o.workspace_id = ${ctx.workspaceId} and o.sha256 = l.sha256 and o.id <> all (select x.id from late x))
         and not exists (select 1 from app.contact_import i where i.workspace_id = ${ctx.workspaceId} and i.sha256 = l.sha256)
         and not exists (select 1 from app.media d where d.workspace_id = ${ctx.workspaceId} and d.sha256 = l.sha256)`;
    if (rows.length > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { digests: rows.map(({ digest }) => digest as string) };
  },
});
