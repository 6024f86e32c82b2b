import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { AskByPhone, identityErrors, type OwnContact, RESEND_SECONDS, TEXTS_PER_NETWORK } from './contract.ts';
import { parsePhone } from './parse-phone.ts';
import { readMeans } from './read-means.ts';
import { readOwnContact } from './read-own-contact.ts';
import { reserveAttempt } from './reserve-attempt.ts';
import { networkOf } from './rules.ts';
import { attemptKey, newCode, ownCodeDigest, perNetwork, sealMail } from './store.ts';

/**
 * Sends a code to a number that the caller says is theirs; nothing changes before they type it. Throws identity.textsOff,
 * identity.phoneInvalid, identity.stepUpNeeded, identity.sameContact, identity.resendTooSoon, identity.tooManyAttempts.
 */
export async function startPhone(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof AskByPhone>,
): Promise<OwnContact> {
  if (!ctx.ports.hasTexts) throw identityErrors.textsOff();
  const phone = parsePhone(ctx, parse(AskByPhone, raw).phone);
  // with the logins of the same network: accounts are free, texts are not
  const network = attemptKey(ctx, 'text-network', networkOf(ctx.origin.address));
  await reserveAttempt(ctx, network, { allowed: perNetwork(ctx, TEXTS_PER_NETWORK), minutes: 60 });
  const { sessionId } = await readMeans(ctx, pass, personId);
  const code = newCode();
  const [row] = await translated(
    () => ctx.db`
      select guard.start_phone(${pass}, ${personId}, ${phone}, ${attemptKey(ctx, 'phone-place', phone)},
        ${ownCodeDigest(ctx, 'phone', sessionId, code)}, ${sealMail(ctx, { code })}) outcome`,
  );
  if (row?.outcome === 'same') throw identityErrors.sameContact({ field: 'phone' });
  if (row?.outcome === 'wait') throw identityErrors.resendTooSoon({ seconds: RESEND_SECONDS });
  if (row?.outcome === 'limit') throw identityErrors.tooManyAttempts({ minutes: 60 });
  ctx.ports.hints.emitted();
  return await readOwnContact(ctx, pass, personId);
}
