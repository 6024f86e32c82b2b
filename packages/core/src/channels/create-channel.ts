import { command } from '../kernel/index.ts';
import { assertRoom, assertStanding } from '../plans/rules.ts';
import { CHANNELS_ALLOWED, CreateChannel, channelErrors, channelEvents } from './contract.ts';

/** Adds a number to a workspace, not yet connected. A demo workspace only takes simulated ones; a real one needs the risk accepted. Throws plans.limitReached, plans.paused. */
export const createChannel = command({
  input: CreateChannel,
  needs: 'channels.connect',
  async run({ tx, ctx, actor, record, afterCommit }, input) {
    if (input.driver === 'whatsapp') {
      if (actor.kind === 'person' && actor.isDemo) throw channelErrors.demoCannotBeReal();
      if (!input.acceptsRisk) throw channelErrors.riskNotAccepted({ field: 'acceptsRisk' });
    }
    if (input.driver === 'simulator' && !ctx.ports.hasSimulator) throw channelErrors.simulatorOff();
    // the workspace row orders two people who add the last allowed number at once
    await tx`select 1 from app.workspace where id = ${ctx.workspaceId} for update`;
    const [{ used, lacks, refused } = { used: 0, lacks: null, refused: null }] =
      await tx`select count(*)::integer used, guard.take_room('numbers', 1) lacks, guard.refuses('newNumbers') refused from app.channel where workspace_id = ${ctx.workspaceId}`;
    assertStanding(refused);
    assertRoom(lacks);
    if (used >= CHANNELS_ALLOWED) throw channelErrors.tooMany({ used, limit: CHANNELS_ALLOWED });
    const [row] = await tx`
      insert into app.channel as h (workspace_id, name, driver) values (${ctx.workspaceId}, ${input.name}, ${input.driver})
      returning h.id, app.note_change(${ctx.workspaceId}, 'channel', h.id, null)`;
    await record(channelEvents.created, { channelId: row?.id, driver: input.driver });
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { id: row?.id as string };
  },
});
