import { z } from 'zod';
import { command } from '../kernel/index.ts';
import { channelErrors, channelEvents } from './contract.ts';

/** Asks the worker to close a number; with `logOut` the phone forgets this device as well and pairing starts anew. */
export const disconnectChannel = command({
  input: z.object({ channelId: z.uuid(), logOut: z.boolean().default(false) }),
  needs: 'channels.connect',
  async run({ tx, ctx, record, afterCommit }, input) {
    const [row] = await tx`
      update app.channel h set wanted = ${input.logOut ? 'logged_out' : 'closed'}, wanted_seq = wanted_seq + 1, pairing_number = null
      where workspace_id = ${ctx.workspaceId} and id = ${input.channelId}
      returning h.id, app.note_change(${ctx.workspaceId}, 'channel', h.id, null)`;
    if (!row) throw channelErrors.notFound();
    await record(input.logOut ? channelEvents.logoutAsked : channelEvents.disconnectAsked, {
      subject: input.channelId,
    });
    afterCommit(() => {
      ctx.ports.hints.wanted();
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return { ok: true as const };
  },
});
