import { type PublicCtx, translated } from '../kernel/index.ts';
import { identityErrors } from './contract.ts';
import { sealAlarm } from './store.ts';

/**
 * "It was not me": every session of the person ends, what was proved before opens none, and the owner is written to. A session that
 * was displaced may say so for ten minutes. Throws identity.sessionEnded for any other pass that does not live, and identity.otherPerson where
 * somebody else has come in in this browser since the page was made for `personId`.
 */
export async function reportNotMe(
  ctx: Pick<PublicCtx, 'db' | 'keyring' | 'origin' | 'ports'>,
  pass: Buffer,
  personId: string | null,
): Promise<{ ended: number }> {
  const [row] = await translated(
    () => ctx.db`select guard.report_not_me(${pass}, ${personId}, ${sealAlarm(ctx)}) ended`,
  );
  if (row?.ended == null) throw identityErrors.sessionEnded({ reason: 'none' });
  ctx.ports.hints.emitted();
  return { ended: row.ended };
}
