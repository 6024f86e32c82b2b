import type { IncomingMessage } from 'node:http';
import { judgePhoto } from '@recado/core/identity';
import type { Ctx } from '@recado/core/kernel';
import { getWorkspace, setLogo } from '@recado/core/workspaces';
import { logoLimits, workspaceErrors } from '@recado/core/workspaces/contract';
import { readBody } from '../photo/read-body.ts';
import { redrawPicture } from './redraw-picture.ts';

/**
 * Takes a workspace's logo as the raw body of a request, and keeps it drawn anew. The session and the membership are proved before the first byte, and again with
 * the right when it is kept. Throws workspaces.logoRefused {field, because}.
 */
export async function takeLogo(ctx: Ctx, request: IncomingMessage): Promise<{ logo: string }> {
  await getWorkspace(ctx, {});
  const bytes = await readBody(request, logoLimits.bytes, () =>
    workspaceErrors.logoRefused({ field: 'logo', because: 'bytes' }),
  );
  // what it says it is, is judged before anything draws it
  const judged = judgePhoto(bytes, logoLimits);
  if (!judged.ok) throw workspaceErrors.logoRefused({ field: 'logo', because: judged.because });
  const drawn = await redrawPicture(judged.bytes, judged.mime, logoLimits.mostSide);
  if (!drawn) throw workspaceErrors.logoRefused({ field: 'logo', because: 'broken' });
  return await setLogo(ctx, { bytes: drawn });
}
