import { z } from 'zod';
import { query } from '../kernel/index.ts';
import type { Choices, Keep } from './rules.ts';

/** What of an account there is to choose between when it goes down a plan, with what was chosen already; for its owners. */
export const listChoices = query({
  input: z.object({}),
  needs: 'workspace.delete',
  async run({ tx }): Promise<{ choices: Choices; descent: { plan: string; version: number; keep: Keep } | null }> {
    const [row] = await tx`select guard.descent_choices() found`;
    const { descent, ...choices } = (
      row as { found: Choices & { descent: { plan: string; version: number; keep: Keep } | null } }
    ).found;
    return { choices, descent };
  },
});
