import { command } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactEvents, RemovePhone } from './contract.ts';
import { proveTheirs } from './store.ts';

/** Takes away a number that a person wrote down; what WhatsApp says of somebody stays. Errors: notTheirs, identityKept. */
export const removePhone = command({
  input: RemovePhone,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record }, { contactId, identityId }) {
    const [known] = await tx`select kind, value from app.contact_identity
      where workspace_id = ${ctx.workspaceId} and id = ${identityId} and contact_id = ${contactId} for update`;
    if (!known) throw contactErrors.notFound();
    if (known.kind !== 'phone') throw contactErrors.identityKept();
    await proveTheirs({ tx, ctx, actor }, [contactId]);
    await tx`delete from app.contact_identity where workspace_id = ${ctx.workspaceId} and id = ${identityId}`;
    await record(
      contactEvents.updated,
      { contactId, fields: ['phones'] },
      { before: { phone: known.value as string } },
    );
    const [row] =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}`;
    return row?.row as ContactRow;
  },
});
