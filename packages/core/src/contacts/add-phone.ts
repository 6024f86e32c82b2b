import { command } from '../kernel/index.ts';
import { AddPhone, type ContactRow, contactErrors, contactEvents } from './contract.ts';
import { addPhones, proveTheirs } from './store.ts';

/** Gives a contact one more number. Errors: notTheirs, phoneInvalid {phone}, phoneTaken {phone, contactId, inBin}. */
export const addPhone = command({
  input: AddPhone,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record }, { contactId, phone }) {
    const [known] =
      await tx`select kind from app.contact where workspace_id = ${ctx.workspaceId} and id = ${contactId} for key share`;
    if (!known) throw contactErrors.notFound();
    if (known.kind === 'group') throw contactErrors.isGroup();
    await proveTheirs({ tx, ctx, actor }, [contactId]);
    await addPhones(tx, ctx.workspaceId, contactId, [phone]);
    await record(contactEvents.updated, { contactId, fields: ['phones'] }, { after: { phone } });
    const [row] =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}`;
    return row?.row as ContactRow;
  },
});
