import { changeOf, command } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactEvents, UpdateContact } from './contract.ts';

/** Changes what people of the company wrote about a contact; its conversations show the new name at once. */
export const updateContact = command({
  input: UpdateContact,
  needs: 'contacts.write',
  async run({ tx, ctx, record, afterCommit }, input) {
    const [row] = await tx`
      update app.contact c set
        name = ${input.name === undefined ? tx`c.name` : input.name},
        notes = ${input.notes === undefined ? tx`c.notes` : input.notes}
      where c.workspace_id = ${ctx.workspaceId} and c.id = ${input.contactId}
      returning app.contact_json(new) row, old.name "oldName", old.notes "oldNotes"`;
    if (!row) throw contactErrors.notFound();
    await tx`
      with seen as (
        update app.conversation v set version = v.version + 1 where v.workspace_id = ${ctx.workspaceId} and v.contact_id = ${input.contactId} returning v.id)
      select app.note_change(${ctx.workspaceId}, 'conversation', s.id, s.id) from seen s`;
    const fields = Object.keys(input).filter((key) => key !== 'contactId');
    const kept = row.row as ContactRow;
    const before = { name: row.oldName, notes: row.oldNotes };
    await record(
      contactEvents.updated,
      { contactId: input.contactId, fields },
      changeOf(before, { name: kept.name, notes: kept.notes }),
    );
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return kept;
  },
});
