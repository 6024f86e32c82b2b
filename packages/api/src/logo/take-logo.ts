import type { IncomingMessage } from 'node:http';
import type { Ctx } from '@recado/core/kernel';
import { getWorkspace, setLogo } from '@recado/core/workspaces';
import { logoLimits, workspaceErrors } from '@recado/core/workspaces/contract';
import { readBody } from '../photo/read-body.ts';

/**
 * Takes a workspace's logo as the raw body of a request. The session and the membership are proved before the first byte, and again with
 * the right when it is kept. Throws workspaces.logoRefused {field, because}.
 */
export async function takeLogo(ctx: Ctx, request: IncomingMessage): Promise<{ logo: string }> {
  await getWorkspace(ctx, {});
  const bytes = await readBody(request, logoLimits.bytes, () =>
    workspaceErrors.logoRefused({ field: 'logo', because: 'bytes' }),
  );
  return await setLogo(ctx, { bytes });
}
