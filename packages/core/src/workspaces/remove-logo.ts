import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';

/** Takes the workspace's logo away; its initial stands for it again. */
export const removeLogo = command({
  input: z.object({}),
  needs: 'workspace.update',
  async run({ tx, ctx, record }) {
    await tx`delete from app.workspace_logo where workspace_id = ${ctx.workspaceId}`;
    await record(workspaceEvents.logoSet, { logo: null });
    return { logo: null };
  },
});
