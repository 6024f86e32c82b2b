import { open } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';
import { settleMail } from './settle-mail.ts';

export type ClaimedMail = {
  id: string;
  to: string;
  template: string;
  locale: string;
  params: Record<string, string>;
  attempts: number;
};

/**
 * Takes mail that is due; nobody else gets it for a minute. What is not settled by then is due again. A mail that no key opens is
 * settled as failed here, so that it holds up no other.
 */
export async function claimMail(ctx: Pick<PublicCtx, 'db' | 'keyring'>, limit: number): Promise<ClaimedMail[]> {
  const rows = await ctx.db`select * from guard.claim_mail(${limit}, interval '60 seconds')`;
  const mails: ClaimedMail[] = [];
  for (const row of rows) {
    try {
      const params = JSON.parse(open(ctx.keyring, row.sealed_params, 'outgoing-mail').toString('utf8'));
      mails.push({
        id: row.id,
        to: row.recipient,
        template: row.template,
        locale: row.locale,
        params,
        attempts: row.attempts,
      });
    } catch (error) {
      await settleMail(
        ctx,
        { id: row.id, attempts: row.attempts },
        error instanceof Error ? error.message : 'unreadable',
      );
    }
  }
  return mails;
}
