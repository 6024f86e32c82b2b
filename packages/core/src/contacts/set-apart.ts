import { command } from '../kernel/index.ts';
import { contactErrors, contactEvents } from './contract.ts';
import { SetApart } from './merge-contract.ts';

/** Says that two who look alike are two, so that nobody is asked again; or takes that back. */
export const setApart = command({
  input: SetApart,
  needs: 'contacts.merge',
  async run({ tx, ctx, actor, record }, { oneId, otherId, apart }) {
    const [low, high] = [oneId, otherId].sort() as [string, string];
    const known =
      await tx`select id from app.contact where workspace_id = ${ctx.workspaceId} and id in (${low}, ${high}) order by id for key share`;
    if (known.length < 2) throw contactErrors.notFound();
    if (apart)
      await tx`insert into app.contact_apart (workspace_id, low_id, high_id, by_person_id)
        values (${ctx.workspaceId}, ${low}, ${high}, ${actor.kind === 'person' ? actor.personId : null}) on conflict do nothing`;
    else
      await tx`delete from app.contact_apart where workspace_id = ${ctx.workspaceId} and low_id = ${low} and high_id = ${high}`;
    await record(contactEvents.setApart, { contactId: oneId, otherId, apart });
    return {};
  },
});
