import type { PublicCtx } from '../kernel/index.ts';
import { describeDevice } from './describe-device.ts';
import { sealMail } from './store.ts';

/** Writes down where a live session is used now. Another country is an event, and the first time a mail to its owner; nothing ends. */
export async function notePlace(ctx: PublicCtx, pass: Buffer): Promise<void> {
  const { address, place, userAgent } = ctx.origin;
  if (!place) return;
  const { browser, system } = describeDevice(userAgent);
  const sealed = sealMail(ctx, { name: '', browser, system, place });
  const [row] = await ctx.db`select guard.note_place(${pass}, ${address}::inet, ${place}, ${sealed}) told`;
  if (row?.told) ctx.ports.hints.emitted();
}
