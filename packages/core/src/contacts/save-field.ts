import { newId } from '@recado/runtime/ids';
import { changeOf, command } from '../kernel/index.ts';
import { assertFeature } from '../plans/rules.ts';
import { contactErrors, contactEvents, contactLimits } from './contract.ts';
import { type FieldRow, SaveField } from './fields-contract.ts';

/**
 * Makes a field of the company's own, or changes how one is called and what it offers. Errors: plans.notInPlan, fieldNotFound, fieldTaken {label},
 * tooManyFields {limit}, fieldRefused where the type would become another.
 */
export const saveField = command({
  input: SaveField,
  needs: 'workspace.update',
  async run({ tx, ctx, record }, input) {
    const { label, type, options } = input;
    // one at a time, so that two cannot both be the last that fits
    const [plan] =
      await tx`select pg_advisory_xact_lock(hashtextextended(${`${ctx.workspaceId}|contact_field`}, 0)), guard.lacks_feature('customFields') lacks`;
    assertFeature(plan?.lacks);
    const rows =
      (await tx`select id, label, type, options, position from app.contact_field where workspace_id = ${ctx.workspaceId}`) as unknown as FieldRow[];
    const old = rows.find(({ id }) => id === input.fieldId);
    if (input.fieldId && !old) throw contactErrors.fieldNotFound();
    if (old && old.type !== type) throw contactErrors.fieldRefused({ field: label, because: 'type' });
    if (!old && rows.length >= contactLimits.fields) throw contactErrors.tooManyFields({ limit: contactLimits.fields });
    if (rows.some((each) => each.id !== old?.id && each.label.toLowerCase() === label.toLowerCase()))
      throw contactErrors.fieldTaken({ label });
    const position = input.position ?? old?.position ?? Math.max(0, ...rows.map((each) => each.position + 1));
    const fieldId = old?.id ?? newId();
    await tx`insert into app.contact_field (workspace_id, id, label, type, options, position) values (${ctx.workspaceId}, ${fieldId}, ${label}, ${type}, ${options}, ${position})
      on conflict (workspace_id, id) do update set label = excluded.label, options = excluded.options, position = excluded.position`;
    const after = { label, options, position };
    await record(contactEvents.fieldSaved, { fieldId, label, type }, old ? changeOf({ ...old }, after) : { after });
    return { id: fieldId, label, type, options, position } satisfies FieldRow;
  },
});
