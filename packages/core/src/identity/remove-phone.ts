import { type PublicCtx, translated } from '../kernel/index.ts';
import type { OwnContact } from './contract.ts';
import { readOwnContact } from './read-own-contact.ts';
import { sealAlarm } from './store.ts';

/** Takes the caller's number away. The other sessions end and the owner is told by mail. Throws identity.stepUpNeeded. */
export async function removePhone(ctx: PublicCtx, pass: Buffer, personId: string | null): Promise<OwnContact> {
  await translated(() => ctx.db`select guard.remove_phone(${pass}, ${personId}, ${sealAlarm(ctx)})`);
  ctx.ports.hints.emitted();
  return await readOwnContact(ctx, pass, personId);
}
