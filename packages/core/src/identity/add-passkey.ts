import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { AddPasskey, identityErrors } from './contract.ts';
import { challengeOf, deviceOf, sealWay } from './store.ts';

/** Checks what an authenticator made; null when anything is not as it was asked for. */
export type CheckNewPasskey = (
  response: unknown,
  challenge: string,
) => Promise<{
  credentialId: Uint8Array;
  publicKey: Uint8Array;
  signCount: number;
  transports: string[];
  isSynced: boolean;
} | null>;

/**
 * Keeps a passkey that was just made for the caller; their mailbox is told. Throws identity.attemptGone when this browser was not asked for
 * one, identity.passkeyRefused, identity.stepUpNeeded, and identity.passkeyTaken when it is kept already or there are too many.
 */
export async function addPasskey(
  ctx: PublicCtx,
  pass: Buffer,
  raw: z.input<typeof AddPasskey>,
  check: CheckNewPasskey,
): Promise<{ id: string }> {
  const { name, answer } = parse(AddPasskey, raw);
  const challenge = challengeOf(answer);
  const [taken] = await ctx.db`
    select * from guard.take_passkey_challenge(${sha256(Buffer.from(challenge, 'base64url'))}, ${deviceOf(ctx)})`;
  if (!taken?.person_id) throw identityErrors.attemptGone();
  const made = await check(answer, challenge);
  if (!made) throw identityErrors.passkeyRefused();
  const [row] = await translated(
    () => ctx.db`
      select guard.keep_passkey(${pass}, ${taken.person_id}, ${Buffer.from(made.credentialId)}, ${Buffer.from(made.publicKey)}, ${made.signCount},
        ${made.transports}::text[], ${name}, ${made.isSynced}, ${sealWay(ctx, 'passkey')}) id`,
  );
  if (!row?.id) throw identityErrors.passkeyTaken();
  ctx.ports.hints.emitted();
  return { id: row.id };
}
