import { command } from '../kernel/index.ts';
import { contactErrors, contactEvents } from './contract.ts';
import { FieldId } from './fields-contract.ts';

/** Takes a field of the company's own away, with what every contact has of it. */
export const deleteField = command({
  input: FieldId,
  needs: 'workspace.update',
  async run({ tx, ctx, record }, { fieldId }) {
    const [gone] =
      await tx`delete from app.contact_field where workspace_id = ${ctx.workspaceId} and id = ${fieldId} returning label`;
    if (!gone) throw contactErrors.fieldNotFound();
    const cleared =
      await tx`update app.contact set fields = fields - ${fieldId}::text where workspace_id = ${ctx.workspaceId} and fields ? ${fieldId}::text`;
    await record(contactEvents.fieldDeleted, { fieldId, label: gone.label as string });
    return { contacts: cleared.count };
  },
});
