import { z } from 'zod';
import { type Ctx, command, query, type StoredFile } from '../kernel/index.ts';

const KEPT_HOURS = 24;
const AT_ONCE = 500;

/**
 * Removes what uploads left that never became part of a message: rows of files that no message has carried for a day, and stored
 * files that no row names any more. Called behind the system's door, for one workspace. Idempotent, and safe beside uploads and
 * another sweep; answers how much went.
 */
export async function sweepMedia(ctx: Ctx): Promise<{ rows: number; files: number }> {
  const since = new Date(ctx.clock.now().getTime() - KEPT_HOURS * 3_600_000);
  const { rows } = await dropUnused(ctx, { before: since.toISOString() });
  let files = 0;
  let batch: StoredFile[] = [];
  const removeUnnamed = async () => {
    const digests = batch.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
    const { named } = await findNamed(ctx, { digests });
    for (const file of batch) {
      if (file.sha256 !== null && named.includes(file.sha256)) continue;
      if (await ctx.ports.storage.remove(file, since)) files += 1;
    }
    batch = [];
  };
  for await (const file of ctx.ports.storage.listUntouched(ctx.workspaceId, since)) {
    batch.push(file);
    if (batch.length === AT_ONCE) await removeUnnamed();
  }
  if (batch.length > 0) await removeUnnamed();
  return { rows, files };
}

const dropUnused = command({
  input: z.object({ before: z.iso.datetime() }),
  needs: 'conversations.write',
  unrecorded: 'what no message ever carried was nothing yet, as addMedia says',
  async run({ tx, ctx }, input) {
    // somebody may be putting one into a message right now: that one is kept, and the next sweep finds it carried
    const gone = await tx`
      delete from app.media d where d.workspace_id = ${ctx.workspaceId} and d.id in (
        select u.id from app.media u where u.workspace_id = ${ctx.workspaceId} and u.created_at < ${input.before}::text::timestamptz
           and not exists (select 1 from app.message m where m.workspace_id = u.workspace_id and m.media_id = u.id)
         for update skip locked)
      returning d.id`;
    return { rows: gone.length };
  },
});

const findNamed = query({
  input: z.object({ digests: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(AT_ONCE) }),
  needs: 'conversations.read',
  async run({ tx, ctx }, input) {
    const rows = await tx`
      select encode(d.sha256, 'hex') digest from app.media d where d.workspace_id = ${ctx.workspaceId}
         and d.sha256 in (select decode(each, 'hex') from unnest(${input.digests}::text[]) each)
      union select encode(i.sha256, 'hex') from app.contact_import i where i.workspace_id = ${ctx.workspaceId} and i.created_at > clock_timestamp() - interval '30 days'
         and i.sha256 in (select decode(each, 'hex') from unnest(${input.digests}::text[]) each)
      union select encode(b.sha256, 'hex') from app.history_batch b where b.workspace_id = ${ctx.workspaceId}
         and b.sha256 in (select decode(each, 'hex') from unnest(${input.digests}::text[]) each)
      union select encode(x.sha256, 'hex') from app.contact_export x where x.workspace_id = ${ctx.workspaceId}
         and x.sha256 in (select decode(each, 'hex') from unnest(${input.digests}::text[]) each)`;
    return { named: rows.map(({ digest }) => digest as string) };
  },
});
