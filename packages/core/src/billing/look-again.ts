import { z } from 'zod';
import { sellingVerb } from './store.ts';

/** Has the account read again at its provider: whoever comes back from the till may be there before anything was told. */
export const lookAgain = sellingVerb({
  input: z.object({}),
  async run({ look }): Promise<{ ok: true }> {
    await look();
    return { ok: true };
  },
});
