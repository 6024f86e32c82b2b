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

/** Whether an event that was set aside was still there; one that a colleague settled before is settled. */
export function settled(answer: boolean | undefined): { settled: true } {
  if (!answer) throw operationsErrors.deadLetterSettled();
  return { settled: true };
}
