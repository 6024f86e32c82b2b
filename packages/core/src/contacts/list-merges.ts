import { query } from '../kernel/index.ts';
import { ContactId } from './contract.ts';
import { type MergeRow, UNDO_DAYS } from './merge-contract.ts';

/** Who became part of a contact and can be parted from them again, the last first: that one is undone first. */
export const listMerges = query({
  input: ContactId,
  needs: 'contacts.read',
  async run({ tx, ctx }, { contactId }) {
    const rows =
      await tx`select m.id, app.iso(m.at) at, coalesce(nullif(m.before -> 'drop' ->> 'name', ''), m.before -> 'drop' ->> 'profile_name', '') name,
        m.by_person_id "byPersonId", app.iso(m.at + make_interval(days => ${UNDO_DAYS})) until
      from app.contact_merge m where m.workspace_id = ${ctx.workspaceId} and m.keep_id = ${contactId} and m.before is not null
        and m.at > clock_timestamp() - make_interval(days => ${UNDO_DAYS}) order by m.at desc, m.id desc limit 50`;
    return rows as unknown as MergeRow[];
  },
});
