import { newId } from '@recado/runtime/ids';
import { describeDevice, sealMail } from '../identity/index.ts';
import { command, kernelErrors } from '../kernel/index.ts';
import { EXPORT_AT_MOST, exportErrors, exportEvents, RequestExport } from './contract.ts';
import { isInPlan, peopleMeant, readMeant } from './store.ts';

/** Contacts of one part: what the job reads at once. */
const PART = 1_000;

/**
 * Settles who is in a file, by name and as far as the caller sees them at this moment, and has it written; every owner is told by mail before it
 * is. Whoever mounts it asks for a fresh proof first. Errors: nobody, tooMany, busy, notInPlan, contacts.segmentNotFound.
 */
export const requestExport = command({
  input: RequestExport,
  needs: 'data.export',
  async run({ tx, ctx, actor, record }, { segmentId, filter: given, format, delimiter, columns }) {
    if (actor.kind !== 'person' || actor.isStaff) throw kernelErrors.forbidden({ needs: 'data.export' });
    if (!(await isInPlan(tx))) throw exportErrors.notInPlan();
    const { filter, segment } = await readMeant({ tx, ctx }, { segmentId, filter: given });
    const exportId = newId();
    const [made] = await tx`
      insert into app.contact_export (workspace_id, id, person_id, format, delimiter, columns, filter, segment, locale)
      values (${ctx.workspaceId}, ${exportId}, ${actor.personId}, ${format}, ${delimiter}, ${[...new Set(columns)]}, ${filter ? tx.json(filter as never) : null}, ${segment}, ${ctx.locale})
      on conflict (workspace_id, person_id) where state = 'writing' do nothing returning id`;
    if (!made) throw exportErrors.busy();
    const [sum] = await tx`
      with meant as (
        select c.id, row_number() over (order by c.sort_name, c.id) place from app.contact c where ${peopleMeant({ tx, ctx, actor }, filter)} limit ${EXPORT_AT_MOST + 1}),
      kept as (
        insert into app.contact_export_part (workspace_id, export_id, n, ids)
          select ${ctx.workspaceId}, ${exportId}, ((m.place - 1) / ${PART} + 1)::integer, array_agg(m.id order by m.place) from meant m group by 3
        returning cardinality(ids) n)
      select coalesce(sum(k.n), 0)::integer total from kept k`;
    const count = sum?.total as number;
    if (count === 0) throw exportErrors.nobody();
    if (count > EXPORT_AT_MOST) throw exportErrors.tooMany({ most: EXPORT_AT_MOST });
    await tx`update app.contact_export set total = ${count} where workspace_id = ${ctx.workspaceId} and id = ${exportId}`;
    const [workspace] = await tx`select name from app.workspace where id = ${ctx.workspaceId}`;
    const place = ctx.origin?.place ?? '';
    const { browser, system } = describeDevice(ctx.origin?.userAgent ?? '');
    const told = { name: '', by: actor.name, workspace: (workspace?.name ?? '') as string, contacts: String(count) };
    const where = { format, browser, system, place };
    await tx`select guard.tell_of_contacts(${sealMail(ctx, { ...told, ...where })})`;
    await record(exportEvents.asked, { exportId, format, count, columns, segment, filter });
    return { exportId };
  },
});
