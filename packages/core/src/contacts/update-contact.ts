import { changeOf, command } from '../kernel/index.ts';
import { type ContactRow, contactErrors, contactEvents, UpdateContact } from './contract.ts';
import { asForbidden, proveOwner, proveTheirs, readFields, stopQueued, tellConversations } from './store.ts';

/**
 * Changes what people of the company know of a contact; its conversations show it at once. Who is blocked is silenced, and what waited to be
 * sent to them is not sent. Errors: isGroup, notTheirs, ownerNotFound, fieldNotFound, fieldRefused {field, because}.
 */
export const updateContact = command({
  input: UpdateContact,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record, afterCommit }, input) {
    const { contactId, fields, ...plain } = input;
    const [old] =
      await tx`select app.contact_json(c) row, c.kind from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId} for update`;
    if (!old) throw contactErrors.notFound();
    const before = old.row as ContactRow;
    if (before.kind === 'group' && plain.kind !== undefined) throw contactErrors.isGroup();
    if (plain.ownerId !== undefined && plain.ownerId !== before.ownerId)
      await proveOwner({ tx, ctx, actor }, plain.ownerId, [before.ownerId]);
    // to take what nobody looks after is how it becomes one's own
    if (Object.keys(input).some((key) => key !== 'contactId' && key !== 'ownerId'))
      await proveTheirs({ tx, ctx, actor }, [contactId]);
    const { kept, gone } = await readFields(tx, ctx.workspaceId, fields ?? {});
    const set = <Key extends keyof typeof plain>(key: Key, column: string) =>
      plain[key] === undefined ? tx.unsafe(`c.${column}`) : tx`${plain[key] as string | null}`;
    const [row] = await tx`
      update app.contact c set
        name = ${set('name', 'name')}, notes = ${set('notes', 'notes')}, email = ${set('email', 'email')}, city = ${set('city', 'city')},
        company = ${set('company', 'company')}, country = ${set('country', 'country')},
        birthday = ${plain.birthday === undefined ? tx`c.birthday` : tx`${plain.birthday}::text::date`}, language = ${set('language', 'language')},
        preferred_hour = ${plain.preferredHour === undefined ? tx`c.preferred_hour` : tx`${plain.preferredHour}::smallint`},
        preferred_channel = ${set('preferredChannel', 'preferred_channel')},
        owner_id = ${plain.ownerId === undefined ? tx`c.owner_id` : tx`${plain.ownerId}::uuid`},
        kind_before = ${plain.kind === 'blocked' && before.kind !== 'blocked' ? tx`c.kind` : tx`c.kind_before`},
        kind = ${set('kind', 'kind')},
        fields = (c.fields || ${tx.json(kept as never)}) - ${gone}::text[]
      where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}
      returning app.contact_json(new) row`.catch(asForbidden);
    const now = row?.row as ContactRow;
    if (now.kind === 'blocked' && before.kind !== 'blocked') await stopQueued(tx, ctx, [contactId]);
    await tellConversations(tx, ctx, [contactId]);
    const named = Object.keys(input).filter((key) => key !== 'contactId') as (keyof ContactRow)[];
    const pick = (from: ContactRow) => Object.fromEntries(named.map((key) => [key, from[key]]));
    await record(contactEvents.updated, { contactId, fields: named }, changeOf(pick(before), pick(now)));
    afterCommit(() => ctx.ports.hints.changed(ctx.workspaceId));
    return now;
  },
});
