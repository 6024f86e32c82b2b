import { changeOf, command } from '../kernel/index.ts';
import { ConnectChannel, channelErrors, channelEvents } from './contract.ts';

/** Asks the worker to open a number: with what is stored, else by QR, or by pairing code when a number is given. */
export const connectChannel = command({
  input: ConnectChannel,
  needs: 'channels.connect',
  async run({ tx, ctx, actor, record, afterCommit }, input) {
    const [row] =
      await tx`select driver, wanted, frozen_at from app.channel where workspace_id = ${ctx.workspaceId} and id = ${input.channelId} for update`;
    if (!row) throw channelErrors.notFound();
    if (row.frozen_at !== null) throw channelErrors.isFrozen();
    if (row.driver === 'whatsapp' && actor.kind === 'person' && actor.isDemo) throw channelErrors.demoCannotBeReal();
    if (row.driver === 'simulator' && !ctx.ports.hasSimulator) throw channelErrors.simulatorOff();
    await tx`
      update app.channel set wanted = 'open', wanted_seq = wanted_seq + 1, pairing_number = ${input.pairingNumber ?? null},
        -- whoever pairs it has the telephone, once it is paired; who only connects it again has not
        pairing_by = case when guard.is_paired(id) then pairing_by else ${actor.kind === 'person' && !actor.isStaff ? actor.personId : null}::uuid end,
        state = case when state = 'open' then state else 'connecting' end, state_reason = null, state_detail = '{}',
        state_since = case when state in ('open', 'connecting') then state_since else clock_timestamp() end
      where workspace_id = ${ctx.workspaceId} and id = ${input.channelId}`;
    await tx`select app.note_change(${ctx.workspaceId}, 'channel', ${input.channelId}, null)`;
    await record(
      channelEvents.connectAsked,
      { channelId: input.channelId },
      changeOf({ connection: row.wanted }, { connection: 'open' }),
    );
    afterCommit(() => {
      ctx.ports.hints.wanted();
      ctx.ports.hints.changed(ctx.workspaceId);
    });
    return { ok: true as const };
  },
});
