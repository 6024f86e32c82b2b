import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, OpenLead } from './contract.ts';
import { sealMail } from './store.ts';

/**
 * Asks for a word with us, from a session that lives or one that was displaced within a day; the staff is told by mail. Asking again adds to
 * what still waits. Throws identity.sessionEnded for any other pass.
 */
export async function openLead(
  ctx: Pick<PublicCtx, 'db' | 'keyring' | 'ports'>,
  pass: Buffer,
  raw: z.input<typeof OpenLead>,
): Promise<{ isNew: boolean }> {
  const { source, words } = parse(OpenLead, raw);
  return await translated(async () => {
    const [row] =
      await ctx.db`select guard.open_lead(${pass}, ${source}, ${words}, ${sealMail(ctx, { name: '' })}) became`;
    if (!row?.became) throw identityErrors.sessionEnded({ reason: 'none' });
    ctx.ports.hints.emitted();
    return { isNew: row.became === 'new' };
  });
}
