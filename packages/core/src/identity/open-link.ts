import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse } from '../kernel/index.ts';
import { type Continued, continueAttempt } from './continue-attempt.ts';
import { identityErrors, OpenLink } from './contract.ts';
import { deviceOf } from './store.ts';

/**
 * A link from the mail. In the browser that asked for it, it proves the mailbox. In any other it proves nothing until its reader says
 * that they want to log in there (`here`): programs that follow links in mails say nothing. Throws identity.linkGone.
 */
export async function openLink(
  ctx: PublicCtx,
  attempt: string | null,
  raw: z.input<typeof OpenLink>,
  formerPass: Buffer | null,
): Promise<Continued | { confirm: { mail: string } }> {
  const input = parse(OpenLink, raw);
  const taken = input.here ? randomToken() : null;
  const [row] = await ctx.db`
    select * from guard.open_link(${sha256(input.token)}, ${sha256(attempt ?? '')}, ${deviceOf(ctx)}, ${taken && sha256(taken)})`;
  if (row?.outcome === 'elsewhere') return { confirm: { mail: row.mail } };
  const held = row?.outcome === 'proved' ? attempt : row?.outcome === 'taken' ? taken : null;
  if (!held) throw identityErrors.linkGone();
  return await continueAttempt(ctx, held, formerPass);
}
