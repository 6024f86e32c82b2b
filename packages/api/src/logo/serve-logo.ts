import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Ctx } from '@recado/core/kernel';
import { readLogo } from '@recado/core/workspaces';
import { workspaceErrors } from '@recado/core/workspaces/contract';
import { isId } from '@recado/runtime/ids';
import { knownDigest, sendPicture } from '../photo/send-picture.ts';

const START = '/logo/';

/** Whether an address is that of a workspace's logo. */
export const isLogo = (path: string): boolean => path.startsWith(START);

/** Sends the logo of the workspace that an address names to its people. Throws workspaces.logoNotFound and what the door refuses with. */
export async function serveLogo(
  within: (workspaceId: string) => Ctx,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const workspaceId = path.slice(START.length);
  if (!isId(workspaceId)) throw workspaceErrors.logoNotFound();
  sendPicture(await readLogo(within(workspaceId), { known: knownDigest(request) }), request, response);
}
