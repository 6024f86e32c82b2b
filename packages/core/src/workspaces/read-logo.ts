import { z } from 'zod';
import { query } from '../kernel/index.ts';
import { workspaceErrors } from './contract.ts';

/** The logo of the workspace at work; `bytes` is null for whoever knows that digest already. Throws workspaces.logoNotFound. */
export const readLogo = query({
  input: z.object({
    known: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .nullish(),
  }),
  needs: 'workspace.read',
  async run({ tx, ctx }, input) {
    const [row] = await tx`
      select l.mime, l.digest, case when encode(l.digest, 'hex') is distinct from ${input.known ?? null} then l.bytes end bytes
      from app.workspace_logo l where l.workspace_id = ${ctx.workspaceId}`;
    if (!row) throw workspaceErrors.logoNotFound();
    return row as unknown as { mime: string; digest: Buffer; bytes: Buffer | null };
  },
});
