import type { StaffCtx, StaffDoor } from '../kernel/index.ts';
import { operationsErrors } from './contract.ts';

/** Turns what the database says to a wish about a run into an answer or the error that fits. */
export function settleAsked(answer: string | undefined): { asked: true } {
  if (answer === 'asked') return { asked: true };
  if (answer === 'ended') throw operationsErrors.runHasEnded();
  if (answer === 'live') throw operationsErrors.runIsLive();
  if (answer === 'forgotten') throw operationsErrors.eventForgotten();
  if (answer === 'unserved') throw operationsErrors.functionGone();
  throw operationsErrors.runNotFound();
}

/** Sends an event that was set aside again, or discards it; one that a colleague settled before is settled. */
export async function settleDeadLetter(
  ctx: StaffCtx,
  door: StaffDoor,
  wish: 'retry' | 'discard',
  id: string,
): Promise<{ settled: true }> {
  const [row] =
    await ctx.db`select jobs.console_settle_dead_letter(${door.pass}, ${door.personId}, ${door.trace}::text::jsonb,
    ${wish}, ${id}) settled`;
  if (!row?.settled) throw operationsErrors.deadLetterSettled();
  return { settled: true };
}
