import { randomToken, sha256 } from '@recado/runtime/crypto';
import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, type OwnContact, ProveCode, UNDO_DAYS } from './contract.ts';
import { describeDevice } from './describe-device.ts';
import { readMeans } from './read-means.ts';
import { readOwnContact } from './read-own-contact.ts';
import { ownCodeDigest, sealMail } from './store.ts';

/**
 * The code from the new address, typed in the session that asked for it, makes the address the caller's. The other sessions end; the former
 * address is told and may object for a week. Throws identity.wrongCode, identity.ownCodeGone.
 */
export async function confirmEmail(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof ProveCode>,
): Promise<OwnContact> {
  const { code } = parse(ProveCode, raw);
  const { sessionId } = await readMeans(ctx, pass, personId);
  const token = randomToken();
  const { browser, system } = describeDevice(ctx.origin.userAgent);
  const [row] = await translated(
    () => ctx.db`
      select * from guard.confirm_email(${pass}, ${personId}, ${ownCodeDigest(ctx, 'email', sessionId, code)}, ${sha256(token)},
        ${`${UNDO_DAYS} days`}::interval, ${sealMail(ctx, { name: '', token, browser, system })})`,
  );
  if (row?.outcome === 'wrong' && row.tries_left > 0) throw identityErrors.wrongCode({ left: row.tries_left });
  if (row?.outcome !== 'done') throw identityErrors.ownCodeGone();
  ctx.ports.hints.emitted();
  return await readOwnContact(ctx, pass, personId);
}
