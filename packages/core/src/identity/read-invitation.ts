import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { type Invitation, OpenInvitation } from './contract.ts';

/** What an invitation says to whoever holds its link, and what can still be made of it. */
export async function readInvitation(
  ctx: Pick<PublicCtx, 'db'>,
  raw: z.input<typeof OpenInvitation>,
): Promise<Invitation> {
  const { token } = parse(OpenInvitation, raw);
  const [row] = await ctx.db`select guard.read_invitation(${sha256(token)}) invitation`;
  return (row?.invitation as Invitation | null) ?? { state: 'gone' };
}
