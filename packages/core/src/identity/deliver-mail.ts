import { open } from '@recado/runtime/crypto';
import type { MailMessage, MailPort, PublicCtx, TextPort } from '../kernel/index.ts';
import { mailRetrySeconds } from './rules.ts';

/** What became of a mail: it left now, it had been dealt with before, it comes later, or it never will. */
export type Delivery =
  | { outcome: 'sent' | 'sent before' | 'elsewhere' | 'gone' | 'given up' }
  | { outcome: 'later'; seconds: number; because: string }
  | { outcome: 'failed'; because: string };

type Letter = { template: string; locale: string; params: Record<string, string> };
type Means = Pick<PublicCtx, 'db' | 'keyring'> & {
  mail: MailPort;
  renderMail(mail: Letter): Pick<MailMessage, 'subject' | 'text' | 'html' | 'fromName'>;
  /** Null where no text can leave. */
  texts: TextPort | null;
  renderText(text: Letter): string;
  mailHost: string;
};

/**
 * Sends one mail or text that waits, under the same id at every try. `claimant` names the run: for a minute nobody else may take what
 * it took, and it may take it again. A mail that was sent is never sent again; one that no key opens fails like any other.
 */
export async function deliverMail(ctx: Means, input: { mailId: string; claimant: string }): Promise<Delivery> {
  const { mailId, claimant } = input;
  const [claimed] = await ctx.db`select * from guard.claim_mail(${mailId}, ${claimant}, interval '60 seconds')`;
  if (claimed?.outcome !== 'claimed')
    return { outcome: claimed?.outcome === 'sent' ? 'sent before' : claimed?.outcome };
  const settle = async (error: string | null, seconds: number | null): Promise<void> => {
    const wait = seconds === null ? null : `${seconds} seconds`;
    await ctx.db`select guard.settle_mail(${mailId}, ${claimant}, ${error}, ${wait}::interval)`;
  };
  try {
    const params = JSON.parse(open(ctx.keyring, claimed.sealed_params, 'outgoing-mail').toString('utf8'));
    const letter = { template: claimed.template, locale: claimed.locale, params };
    const to = claimed.recipient;
    if (claimed.channel === 'text') {
      if (!ctx.texts) throw new Error('no sender of texts is set up');
      await ctx.texts.send({ to, text: ctx.renderText(letter), id: mailId });
    } else await ctx.mail.send({ to, ...ctx.renderMail(letter), messageId: `<${mailId}@${ctx.mailHost}>` });
  } catch (error) {
    const because = (error instanceof Error ? error.message : 'unknown').slice(0, 500);
    const seconds = mailRetrySeconds(claimed.attempts, claimed.channel);
    await settle(because, seconds);
    return seconds === null ? { outcome: 'failed', because } : { outcome: 'later', seconds, because };
  }
  await settle(null, null);
  return { outcome: 'sent' };
}
