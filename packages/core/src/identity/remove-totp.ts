import { type PublicCtx, translated } from '../kernel/index.ts';
import { sealAlarm } from './store.ts';

/** Takes the authenticator away, and what came with it. The owner is told. Throws identity.stepUpNeeded. */
export async function removeTotp(ctx: PublicCtx, pass: Buffer, personId: string | null): Promise<{ ok: true }> {
  await translated(() => ctx.db`select guard.remove_totp(${pass}, ${personId}, ${sealAlarm(ctx)})`);
  ctx.ports.hints.emitted();
  return { ok: true };
}
