import { z } from 'zod';
import { judgePhoto } from '../identity/index.ts';
import { changeOf, command } from '../kernel/index.ts';
import { logoLimits, workspaceErrors, workspaceEvents } from './contract.ts';

/**
 * Puts a picture in place of the workspace's former logo, of nothing but the parts that draw it. Answers its version. Throws
 * workspaces.logoRefused {field, because}; a refused one changes nothing.
 */
export const setLogo = command({
  input: z.object({ bytes: z.custom<Buffer>((value) => Buffer.isBuffer(value)) }),
  needs: 'workspace.update',
  async run({ tx, ctx, record }, input) {
    const judged = judgePhoto(input.bytes, logoLimits);
    if (!judged.ok) throw workspaceErrors.logoRefused({ field: 'logo', because: judged.because });
    const [former] = await tx`select guard.logo_version(${ctx.workspaceId}) logo`;
    await tx`
      insert into app.workspace_logo as l (workspace_id, mime, bytes, digest) values (${ctx.workspaceId}, ${judged.mime}, ${judged.bytes}, sha256(${judged.bytes}))
      on conflict (workspace_id) do update set mime = excluded.mime, bytes = excluded.bytes, digest = excluded.digest, set_at = excluded.set_at`;
    const [row] = await tx`select guard.logo_version(${ctx.workspaceId}) logo`;
    await record(workspaceEvents.logoSet, { logo: row?.logo }, changeOf({ logo: former?.logo }, { logo: row?.logo }));
    return { logo: row?.logo as string };
  },
});
