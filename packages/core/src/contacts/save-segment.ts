import { newId } from '@recado/runtime/ids';
import { changeOf, command } from '../kernel/index.ts';
import { assertFeature } from '../plans/rules.ts';
import { contactErrors, contactEvents, contactLimits, SaveSegment, type SegmentRow } from './contract.ts';

/** Gives a filter a name, or changes one that has. Errors: plans.notInPlan, segmentNotFound, segmentTaken {name}, tooManySegments {limit}. */
export const saveSegment = command({
  input: SaveSegment,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record }, { segmentId, name, filter }) {
    // one at a time, so that two cannot both be the last that fits, or take one name
    const [plan] =
      await tx`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}|segment`}, 0)), guard.lacks_feature('segments') lacks`;
    assertFeature(plan?.lacks);
    const rows = await tx`select id, name, filter from app.segment where workspace_id = ${ctx.workspaceId}`;
    const old = rows.find(({ id }) => id === segmentId);
    if (segmentId && !old) throw contactErrors.segmentNotFound();
    if (!old && rows.length >= contactLimits.segments)
      throw contactErrors.tooManySegments({ limit: contactLimits.segments });
    const [taken] =
      await tx`select 1 from app.segment where workspace_id = ${ctx.workspaceId} and lower(name) = lower(${name}) and id is distinct from ${segmentId ?? null}`;
    if (taken) throw contactErrors.segmentTaken({ name });
    const id = segmentId ?? newId();
    await tx`insert into app.segment (workspace_id, id, name, filter, created_by)
      values (${ctx.workspaceId}, ${id}, ${name}, ${tx.json(filter as never)}, ${actor.kind === 'person' ? actor.personId : null})
      on conflict (workspace_id, id) do update set name = excluded.name, filter = excluded.filter`;
    const after = { name, filter };
    await record(contactEvents.segmentSaved, { segmentId: id, name }, old ? changeOf({ ...old }, after) : { after });
    return { id, name, filter } satisfies SegmentRow;
  },
});
