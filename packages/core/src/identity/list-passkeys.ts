import { type PublicCtx, translated } from '../kernel/index.ts';

/** A passkey as its owner sees it. */
export type PasskeyCard = { id: string; name: string; isSynced: boolean; createdAt: string; usedAt: string | null };

/** The caller's passkeys, oldest first; nothing of their keys. */
export async function listPasskeys(
  ctx: Pick<PublicCtx, 'db'>,
  pass: Buffer,
  personId: string | null,
): Promise<PasskeyCard[]> {
  return await translated(async () => {
    const [row] = await ctx.db`select guard.list_passkeys(${pass}, ${personId}) passkeys`;
    return row?.passkeys as PasskeyCard[];
  });
}
