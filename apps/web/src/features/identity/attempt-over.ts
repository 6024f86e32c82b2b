import { wireErrorOf } from '../session/app-error.ts';

/** What a refused step of a login means: nothing is left of it, which `over` is told; any other reason goes on to whoever asked. */
export const attemptOver =
  (over: (failure: unknown) => void) =>
  (error: unknown): undefined => {
    const { code } = wireErrorOf(error);
    if (code !== 'identity.attemptGone' && code !== 'identity.attemptSpent') throw error;
    over(error);
  };
