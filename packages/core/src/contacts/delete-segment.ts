import { command } from '../kernel/index.ts';
import { contactErrors, contactEvents, SegmentId } from './contract.ts';

/** Takes the name of a filter away; the contacts stay. */
export const deleteSegment = command({
  input: SegmentId,
  needs: 'contacts.write',
  async run({ tx, ctx, record }, { segmentId }) {
    const [gone] =
      await tx`delete from app.segment where workspace_id = ${ctx.workspaceId} and id = ${segmentId} returning name, filter`;
    if (!gone) throw contactErrors.segmentNotFound();
    const { name, filter } = gone;
    await record(contactEvents.segmentDeleted, { segmentId, name: name as string }, { before: { filter } });
    return { name: name as string };
  },
});
