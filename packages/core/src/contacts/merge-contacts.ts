import { command } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactEvents } from './contract.ts';
import { MergeContacts, mergeColumns } from './merge-contract.ts';
import { asUnseen } from './store.ts';

/**
 * Makes one contact part of another, in one transaction: conversations, numbers, labels, what they agreed to and everything else goes over, and can
 * be undone for thirty days. Errors: notFound where either is gone, is in the bin or is a group.
 */
export const mergeContacts = command({
  input: MergeContacts,
  needs: 'contacts.merge',
  async run({ tx, ctx, actor, record, afterCommit }, { keepId, dropId, take }) {
    if (keepId === dropId) throw contactErrors.notFound();
    // held in one order before they are read, so that what the audit says was there before is what was there
    const held = await tx`select app.contact_json(c) row from (
        select x.* from app.contact x where x.workspace_id = ${ctx.workspaceId} and x.id in (${keepId}, ${dropId}) order by x.id for update) c`;
    const rows = new Map(held.map(({ row }) => [(row as ContactRow).id, row as ContactRow]));
    const keep = rows.get(keepId);
    const drop = rows.get(dropId);
    if (!keep || !drop) throw contactErrors.notFound();
    const [done] =
      await tx`select app.merge_contacts(${ctx.workspaceId}, ${keepId}, ${dropId}, ${take}, ${actor.kind === 'person' ? actor.personId : null}) id`.catch(
        asUnseen,
      );
    const mergeId = done?.id as string | null;
    if (!mergeId) throw contactErrors.notFound();
    const [now] =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${keepId}`;
    const row = now?.row as ContactRow;
    const said = (of: ContactRow) => ({
      ...Object.fromEntries([...mergeColumns, 'fields' as const].map((key) => [key, of[key]])),
      phones: of.identities.map(({ value }) => value),
    });
    await record(
      contactEvents.merged,
      { contactId: keepId, dropped: dropId, mergeId },
      { before: { ...said(keep), merged: said(drop) }, after: said(row) },
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return { mergeId, contact: row };
  },
});
