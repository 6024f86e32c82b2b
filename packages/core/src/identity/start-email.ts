import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { AskByMail, EMAIL_CODE_MINUTES, identityErrors, type OwnContact, RESEND_SECONDS } from './contract.ts';
import { readMeans } from './read-means.ts';
import { readOwnContact } from './read-own-contact.ts';
import { emailKey } from './rules.ts';
import { attemptKey, newCode, ownCodeDigest, sealMail } from './store.ts';

/**
 * Sends a code to the address that the caller wants for theirs; nothing changes before they type it. An address that somebody else has is
 * answered alike: its owner is told instead. Throws identity.stepUpNeeded, identity.sameContact, identity.resendTooSoon,
 * identity.tooManyAttempts.
 */
export async function startEmail(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof AskByMail>,
): Promise<OwnContact> {
  const { email } = parse(AskByMail, raw);
  const { sessionId } = await readMeans(ctx, pass, personId);
  const key = emailKey(email);
  const code = newCode();
  const [row] = await translated(
    () => ctx.db`
      select guard.start_email(${pass}, ${personId}, ${email}, ${key}, ${attemptKey(ctx, 'email-place', key)},
        ${ownCodeDigest(ctx, 'email', sessionId, code)}, ${`${EMAIL_CODE_MINUTES} minutes`}::interval,
        ${sealMail(ctx, { name: '', code })}, ${sealMail(ctx, { name: '' })}) outcome`,
  );
  if (row?.outcome === 'same') throw identityErrors.sameContact({ field: 'email' });
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 60 });
  ctx.ports.hints.emitted();
  return await readOwnContact(ctx, pass, personId);
}
