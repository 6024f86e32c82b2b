import { sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse, traceText, translated } from '../kernel/index.ts';
import { identityErrors, OpenInvitation } from './contract.ts';

/**
 * Whoever is in takes up an invitation to their own address; twice is answered alike. Throws identity.invitationGone with the reason,
 * identity.invitedAnother for one that went to another address, identity.noSeat.
 */
export async function acceptInvitation(
  ctx: Pick<PublicCtx, 'db' | 'ports' | 'origin' | 'requestId'>,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof OpenInvitation>,
): Promise<{ workspaceId: string }> {
  const { token } = parse(OpenInvitation, raw);
  const [row] = await translated(
    () => ctx.db`
      select set_config('recado.trace', ${traceText(ctx)}, true), guard.accept_invitation(${pass}, ${personId}, ${sha256(token)}) answer`,
  );
  if (!row) throw new Error('The guard answered nothing.');
  const { outcome, workspaceId } = row.answer as { outcome: string; workspaceId: string };
  if (outcome === 'otherAddress') throw identityErrors.invitedAnother();
  if (outcome === 'limit') throw identityErrors.noSeat();
  if (outcome === 'owes') throw identityErrors.joinPaused();
  if (outcome !== 'joined') throw identityErrors.invitationGone({ reason: outcome });
  ctx.ports.hints.emitted();
  return { workspaceId };
}
