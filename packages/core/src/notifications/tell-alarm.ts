import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify } from './store.ts';

/** Tells a person, in one of their workspaces, what happened to their account. */
export const tellAlarm = command({
  input: z.object({ personId: z.uuid(), eventId: z.string().max(40), what: z.string().max(40) }),
  needs: 'workspace.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { personId, eventId, what }): Promise<{ told: number }> {
    const told = await notify(tx, ctx, {
      ...{ kind: 'security', cause: `security:${eventId}`, personIds: [personId], detail: { what } },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
