import type { z } from 'zod';
import { type PublicCtx, parse, translated } from '../kernel/index.ts';
import { identityErrors, type OwnContact, ProveCode } from './contract.ts';
import { readMeans } from './read-means.ts';
import { readOwnContact } from './read-own-contact.ts';
import { ownCodeDigest, sealAlarm, sealMail } from './store.ts';

/**
 * The code from the text makes the number the caller's, and takes it from whoever had it. The other sessions end and the owner is told by
 * mail. Throws identity.wrongCode, identity.ownCodeGone, identity.stepUpNeeded.
 */
export async function confirmPhone(
  ctx: PublicCtx,
  pass: Buffer,
  personId: string | null,
  raw: z.input<typeof ProveCode>,
): Promise<OwnContact> {
  const { code } = parse(ProveCode, raw);
  const { sessionId } = await readMeans(ctx, pass, personId);
  const [row] = await translated(
    () => ctx.db`
      select * from guard.confirm_phone(${pass}, ${personId}, ${ownCodeDigest(ctx, 'phone', sessionId, code)}, ${sealAlarm(ctx)},
        ${sealMail(ctx, { name: '' })})`,
  );
  if (row?.outcome === 'wrong' && row.tries_left > 0) throw identityErrors.wrongCode({ left: row.tries_left });
  if (row?.outcome !== 'done') throw identityErrors.ownCodeGone();
  ctx.ports.hints.emitted();
  return await readOwnContact(ctx, pass, personId);
}
