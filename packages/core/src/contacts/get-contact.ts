import { query } from '../kernel/index.ts';
import { ContactId, type ContactRow, contactErrors } from './contract.ts';

/** One contact with the number it writes from. */
export const getContact = query({
  input: ContactId,
  needs: 'contacts.read',
  async run({ tx, ctx }, input) {
    const [row] =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${input.contactId}`;
    if (!row) throw contactErrors.notFound();
    return row.row as ContactRow;
  },
});
