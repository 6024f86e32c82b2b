import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { UpdateProfile, type Viewer } from './contract.ts';

/** Changes the caller's own name, language or time zone; colleagues read the new name where they read the former one. */
export async function updateProfile(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof UpdateProfile>,
): Promise<Viewer['person']> {
  const { name = null, locale = null, timeZone = null } = parse(UpdateProfile, raw);
  return await translated(async () => {
    const [row] = await ctx.db`select guard.set_profile(${pass}, ${personId}, ${name}, ${locale}, ${timeZone}) person`;
    return row?.person as Viewer['person'];
  });
}
