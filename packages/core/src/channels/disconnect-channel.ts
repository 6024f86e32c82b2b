import { z } from 'zod';
import { changeOf, command } from '../kernel/index.ts';
import { channelErrors, channelEvents } from './contract.ts';

/** Asks the worker to close a number; with `logOut` the phone forgets this device as well and pairing starts anew. */
export const disconnectChannel = command({
  input: z.object({ channelId: z.uuid(), logOut: z.boolean().default(false) }),
  needs: 'channels.connect',
  async run({ tx, ctx, record, afterCommit }, input) {
    const [found] = await tx`
      select number, wanted, guard.is_held(id) held from app.channel where workspace_id = ${ctx.workspaceId} and id = ${input.channelId} for update`;
    if (!found) throw channelErrors.notFound();
    // only a holder tells how a number is doing: without one it would be called connecting for ever
    const closes = !found.held && (!input.logOut || found.number === null);
    const told = input.logOut ? { state: 'new', reason: null } : { state: 'closed', reason: 'asked' };
    await tx`
      update app.channel set wanted = ${input.logOut ? 'logged_out' : 'closed'}, wanted_seq = wanted_seq + 1, pairing_number = null
      where workspace_id = ${ctx.workspaceId} and id = ${input.channelId}`;
    if (closes)
      await tx`
        update app.channel set state = ${told.state}, state_reason = ${told.reason}, state_detail = '{}',
          state_since = case when state = ${told.state} then state_since else clock_timestamp() end
        where workspace_id = ${ctx.workspaceId} and id = ${input.channelId}`;
    await tx`select app.note_change(${ctx.workspaceId}, 'channel', ${input.channelId}, null)`;
    await record(
      input.logOut ? channelEvents.logoutAsked : channelEvents.disconnectAsked,
      { channelId: input.channelId },
      changeOf({ connection: found.wanted }, { connection: input.logOut ? 'logged_out' : 'closed' }),
    );
    afterCommit(() => {
      ctx.ports.hints.wanted();
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return { ok: true as const };
  },
});
