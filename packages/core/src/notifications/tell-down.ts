import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { notify, peopleWith } from './store.ts';

/** Tells whoever connects numbers that one is down and does not come back by itself, unless it is up again. */
export const tellDown = command({
  input: z.object({ channelId: z.uuid(), state: z.string().max(40), since: z.iso.datetime() }),
  needs: 'channels.read',
  unrecorded: 'what people are told follows from what is written down already',
  async run({ tx, ctx, afterCommit }, { channelId, state, since }): Promise<{ told: number }> {
    const [row] = await tx`
      select h.name from app.channel h where h.workspace_id = ${ctx.workspaceId} and h.id = ${channelId} and h.state = ${state}`;
    if (!row) return { told: 0 };
    const told = await notify(tx, ctx, {
      ...{ kind: 'channel_down', cause: `channel_down:${channelId}:${since}` },
      personIds: await peopleWith(tx, 'channels.connect'),
      detail: { number: row.name as string, state },
    });
    if (told > 0) afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { told };
  },
});
