import { open } from '@recado/runtime/crypto';
import type { PublicCtx } from '../kernel/index.ts';

export type ClaimedMail = {
  id: string;
  to: string;
  template: string;
  locale: string;
  params: Record<string, string>;
  attempts: number;
};

/** Takes mail that is due; nobody else gets it for a minute. What is not settled by then is due again. */
export async function claimMail(ctx: Pick<PublicCtx, 'db' | 'keyring'>, limit: number): Promise<ClaimedMail[]> {
  const rows = await ctx.db`select * from guard.claim_mail(${limit}, interval '60 seconds')`;
  return rows.map((row) => ({
    id: row.id,
    to: row.recipient,
    template: row.template,
    locale: row.locale,
    params: JSON.parse(open(ctx.keyring, row.sealed_params, 'outgoing-mail').toString('utf8')) as Record<
      string,
      string
    >,
    attempts: row.attempts,
  }));
}
