import { command } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactEvents } from './contract.ts';
import { MergeId, UNDO_DAYS } from './merge-contract.ts';
import { asUnseen } from './store.ts';

/**
 * Takes a merge back: both are as they were, but for what was changed or came since, which stays with the one who stayed. Errors: mergeGone, mergeLate
 * {days}, mergeNotLast.
 */
export const undoMerge = command({
  input: MergeId,
  needs: 'contacts.merge',
  async run({ tx, ctx, record, afterCommit }, { mergeId }) {
    const [merge] = await tx`select m.keep_id, m.drop_id, app.contact_json(c) row from app.contact_merge m
      join app.contact c on c.workspace_id = m.workspace_id and c.id = m.keep_id where m.workspace_id = ${ctx.workspaceId} and m.id = ${mergeId}`;
    if (!merge) throw contactErrors.mergeGone();
    const [done] = await tx`select app.undo_merge(${ctx.workspaceId}, ${mergeId}, ${UNDO_DAYS}) said`.catch(asUnseen);
    if (done?.said === 'late') throw contactErrors.mergeLate({ days: UNDO_DAYS });
    if (done?.said === 'notLast') throw contactErrors.mergeNotLast();
    if (done?.said !== 'done') throw contactErrors.mergeGone();
    const contactId = merge.keep_id as string;
    const back = merge.drop_id as string;
    const rows =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id in (${contactId}, ${back})`;
    const nameOf = (id: string) => {
      const row = rows.map((each) => each.row as ContactRow).find((each) => each.id === id);
      return row && { name: row.name, phones: row.identities.map(({ value }) => value) };
    };
    const former = merge.row as ContactRow;
    await record(
      contactEvents.unmerged,
      { contactId, back, mergeId },
      {
        before: { name: former.name, phones: former.identities.map(({ value }) => value) },
        after: { ...nameOf(contactId), unmerged: nameOf(back) },
      },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { contactId, back };
  },
});
