import { newId } from '@recado/runtime/ids';
import { command } from '../kernel/index.ts';
import { assertRoom } from '../plans/rules.ts';
import { type ContactRow, CreateContact, contactErrors, contactEvents } from './contract.ts';
import { addPhones, proveOwner, readFields } from './store.ts';

/**
 * Makes a contact by hand. Whoever does not see everything looks after those that they make, because nobody's conversation shows them.
 * Errors: plans.limitReached, nobody, phoneInvalid {phone}, phoneTaken {phone, contactId, inBin}, ownerNotFound, fieldNotFound, fieldRefused {field, because}.
 */
export const createContact = command({
  input: CreateContact,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record }, input) {
    if (!input.name && !input.email && input.phones.length === 0) throw contactErrors.nobody({ field: 'name' });
    const [reach] =
      await tx`select guard.reach() is not null "isNarrow", guard.person_id() "personId", guard.take_room('contacts', 1) lacks`;
    assertRoom(reach?.lacks);
    // nor may an agent change whom they do not look after
    const looksAfter = reach?.isNarrow || (actor.kind === 'person' && actor.role === 'agent');
    const ownerId = input.ownerId ?? (looksAfter ? (reach?.personId as string | null) : null);
    if (ownerId !== null) await proveOwner({ tx, ctx, actor }, ownerId, []);
    const { kept } = await readFields(tx, ctx.workspaceId, input.fields ?? {});
    const contactId = newId();
    await tx`insert into app.contact (workspace_id, id, name, notes, kind, email, city, company, country, birthday, language, preferred_hour, preferred_channel, owner_id, fields, source)
      values (${ctx.workspaceId}, ${contactId}, ${input.name ?? ''}, ${input.notes ?? null}, ${input.kind ?? 'prospect'}, ${input.email ?? null}, ${input.city ?? null},
        ${input.company ?? null}, ${input.country ?? null}, ${input.birthday ?? null}::text::date, ${input.language ?? null}, ${input.preferredHour ?? null}::smallint,
        ${input.preferredChannel ?? null}, ${ownerId}, ${tx.json(kept as never)}, ${actor.kind === 'key' ? 'api' : 'manual'})`;
    await addPhones(tx, ctx.workspaceId, contactId, input.phones);
    const [made] =
      await tx`select app.contact_json(c) row from app.contact c where c.workspace_id = ${ctx.workspaceId} and c.id = ${contactId}`;
    const row = made?.row as ContactRow;
    const after = Object.fromEntries(Object.keys(input).map((key) => [key, row[key as keyof ContactRow] ?? null]));
    await record(contactEvents.created, { contactId }, { after: { ...after, phones: input.phones } });
    return row;
  },
});
