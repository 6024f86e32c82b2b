import { z } from 'zod';
import { query } from '../kernel/index.ts';

/** Whether the caller may write here: asked before an upload's first byte is taken, so that a stranger's file never lands on disk. */
export const proveWriter = query({
  input: z.object({}),
  needs: 'conversations.write',
  async run() {
    return { ok: true as const };
  },
});
