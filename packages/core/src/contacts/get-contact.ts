import { query } from '../kernel/index.ts';
import { ContactId, type ContactRow, contactErrors } from './contract.ts';
import { areTheirs, livingId } from './store.ts';

/** One contact with the number it writes from; whoever became part of another leads to that one. */
export const getContact = query({
  input: ContactId,
  needs: 'contacts.read',
  async run({ tx, ctx, actor }, input) {
    const read = (id: string) =>
      tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${id}`;
    let [row] = await read(input.contactId);
    const living = row ? null : await livingId(tx, ctx.workspaceId, input.contactId);
    if (living) [row] = await read(living);
    if (!row) throw contactErrors.notFound();
    const contact = row.row as ContactRow;
    return { ...contact, mayChange: await areTheirs({ tx, ctx, actor }, [contact.id]) };
  },
});
