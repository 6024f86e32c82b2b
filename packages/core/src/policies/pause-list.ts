import { z } from 'zod';
import { sealMail } from '../identity/index.ts';
import { command, kernelErrors, traceOf } from '../kernel/index.ts';
import { policiesEvents, policyErrors } from './contract.ts';

/**
 * The way back for an owner whom their own address list leaves outside: after a fresh proof the list rests for an hour from now, in which it can
 * be mended. Every owner is told by mail, and it is in the audit of every workspace of the account. Throws policies.noList where there is
 * none, identity.stepUpNeeded, and kernel.workspaceNotFound for whoever is no owner.
 */
export const pauseList = command({
  input: z.object({}),
  needs: 'security.update',
  async opens(tx, ctx) {
    if (ctx.door.kind !== 'session') throw kernelErrors.forbidden({ needs: 'security.update' });
    const { pass, personId } = ctx.door;
    const trace = JSON.stringify({ ...traceOf(ctx), requestId: ctx.requestId });
    const [row] = await tx`
      select guard.pause_allow_list(${pass}, ${personId ?? null}, ${ctx.workspaceId}, ${sealMail(ctx, { name: '' })}, ${trace}::text::jsonb) until`;
    if (row?.until === null) throw policyErrors.noList();
  },
  async run({ tx, ctx, actor, record }) {
    if (ctx.door.kind !== 'session' || actor.kind !== 'person')
      throw kernelErrors.forbidden({ needs: 'security.update' });
    const [row] = await tx`select guard.read_policies(${ctx.door.pass}) ->> 'pausedUntil' until`;
    const until = row?.until as string;
    await record(policiesEvents.paused, { accountId: actor.accountId, until });
    return { until };
  },
});
