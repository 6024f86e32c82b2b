import { query } from '../kernel/index.ts';
import { type ConsentRow, ContactId, contactErrors } from './contract.ts';

/** What a contact agreed to and took back, the newest first. */
export const listConsents = query({
  input: ContactId,
  needs: 'contacts.read',
  async run({ tx, ctx }, { contactId }) {
    const [known] = await tx`select 1 from app.contact where workspace_id = ${ctx.workspaceId} and id = ${contactId}`;
    if (!known) throw contactErrors.notFound();
    const rows =
      await tx`select id, channel, purpose, state, source, shown, message_id "messageId", by_person_id "byPersonId", app.iso(at) at
      from app.contact_consent where workspace_id = ${ctx.workspaceId} and contact_id = ${contactId} order by contact_consent.at desc, id desc limit 200`;
    return rows as unknown as ConsentRow[];
  },
});
