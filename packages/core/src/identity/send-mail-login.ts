import { setTimeout as wait } from 'node:timers/promises';
import { randomToken, sha256 } from '@recado/runtime/crypto';
import { type PublicCtx, translated } from '../kernel/index.ts';
import { ATTEMPT_MINUTES, EVEN_ANSWER_MS } from './contract.ts';
import { describeDevice } from './describe-device.ts';
import { attemptCodeDigest, deviceOf, newCode, sealMail } from './store.ts';

/** What became of asking for a code and a link; `needless` when the login has a first proof already. */
export type MailLoginSent = 'sent' | 'wait' | 'needless';

/** Sends the code and the link of a login that has no proof yet; the former ones stop working. Throws identity.attemptGone. */
export async function sendMailLogin(ctx: PublicCtx, attempt: string): Promise<MailLoginSent> {
  // whoever asks for an address that is nobody's waits as long
  const even = wait(EVEN_ANSWER_MS);
  const code = newCode();
  const token = randomToken();
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  const [row] = await translated(
    () => ctx.db`
      select guard.send_mail_login(${sha256(attempt)}, ${deviceOf(ctx)}, ${attemptCodeDigest(ctx, attempt, code)}, ${sha256(token)},
        ${`${ATTEMPT_MINUTES} minutes`}::interval, ${sealMail(ctx, { name: '', code, token, browser, system })}) outcome`,
  );
  if (row?.outcome === 'sent') ctx.ports.hints.emitted();
  await even;
  return row?.outcome as MailLoginSent;
}
