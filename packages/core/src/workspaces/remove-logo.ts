import { z } from 'zod';
import { changeOf, command } from '../kernel/index.ts';
import { workspaceEvents } from './contract.ts';

/** Takes the workspace's logo away; its initial stands for it again. */
export const removeLogo = command({
  input: z.object({}),
  needs: 'workspace.update',
  async run({ tx, ctx, record }) {
    const [former] = await tx`select guard.logo_version(${ctx.workspaceId}) logo`;
    await tx`delete from app.workspace_logo where workspace_id = ${ctx.workspaceId}`;
    await record(workspaceEvents.logoSet, { logo: null }, changeOf({ logo: former?.logo }, { logo: null }));
    return { logo: null };
  },
});
