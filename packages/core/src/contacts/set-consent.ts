import { command } from '../kernel/index.ts';
import { contactErrors, contactEvents, SetConsent } from './contract.ts';

/** Adds to the ledger what a contact agreed to, or took back. Errors: proofNotFound. */
export const setConsent = command({
  input: SetConsent,
  needs: 'contacts.write',
  async run({ tx, ctx, actor, record }, input) {
    const { contactId, channel, purpose, state, source } = input;
    const [known] =
      await tx`select kind from app.contact where workspace_id = ${ctx.workspaceId} and id = ${contactId} for no key update`;
    if (!known) throw contactErrors.notFound();
    if (known.kind === 'group') throw contactErrors.isGroup();
    if (input.messageId) {
      const [proof] = await tx`
        select 1 from app.message m join app.conversation v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
         where m.workspace_id = ${ctx.workspaceId} and m.id = ${input.messageId} and v.contact_id = ${contactId} and m.direction = 'in'`;
      if (!proof) throw contactErrors.proofNotFound();
    }
    const [made] = await tx`
      insert into app.contact_consent (workspace_id, contact_id, channel, purpose, state, source, shown, message_id, by_person_id)
      values (${ctx.workspaceId}, ${contactId}, ${channel}, ${purpose}, ${state}, ${source}, ${input.shown || null}, ${input.messageId ?? null},
        ${actor.kind === 'person' ? actor.personId : null}) returning id`;
    const consentId = made?.id as string;
    await record(contactEvents.consentSet, { contactId, consentId, channel, purpose, state, source });
    return { consentId };
  },
});
