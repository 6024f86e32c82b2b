import { randomUUID } from 'node:crypto';
import type { InboundMessage } from '@recado/core/conversations';
import type { Held } from '@recado/core/kernel';
import type { Database } from '@recado/db';
import { addMember, makePerson, openTestSession } from './companies.ts';
import type { TestDatabase } from './database.ts';
import { makeLinkHouse } from './links.ts';

let next = 0;
/** Somebody who writes, with both names. */
export const somebody = () => {
  next += 1;
  const digits = `346${String(20_000_000 + next)}`;
  return {
    digits,
    pn: { kind: 'wa_pn' as const, value: digits },
    lid: { kind: 'wa_lid' as const, value: `99${digits}` },
  };
};
export type Somebody = ReturnType<typeof somebody>;

/** A message of theirs as a number hands it over. */
export const said = (who: Somebody, body: string | null, more: Partial<InboundMessage> = {}): InboundMessage => ({
  ...{
    providerId: randomUUID(),
    direction: 'in',
    address: `${who.digits}@s.whatsapp.net`,
    identities: [who.pn, who.lid],
  },
  ...{
    chatKind: 'person',
    profileName: null,
    authorName: null,
    kind: 'text',
    body,
    occurredAt: new Date().toISOString(),
  },
  ...{ recovered: false, quotedProviderId: null, detail: null, staged: [] },
  ...more,
});

/** Workspaces whose people all see everything, each with a number that somebody holds, and what is asked of their rows. */
export async function makeOwnHouse(db: TestDatabase, web: Database) {
  const house = await makeLinkHouse(db, web, 'agency');
  async function openShop(accountId = house.workspace.accountId, owner = house.workspace.owner) {
    const [row] =
      await db.admin`insert into app.workspace (account_id, name, slug, industry) values (${accountId}, 'Casa', ${randomUUID()}, 'other') returning id`;
    const id = row?.id as string;
    await db.admin`update app.workspace set visibility = 'all' where id = ${id}`;
    await addMember(db.admin, id, owner, 'owner');
    const [channel] =
      await db.admin`insert into app.channel (workspace_id, name, driver) values (${id}, 'Número', 'simulator') returning id`;
    await db.admin`insert into wa.lease (channel_id, workspace_id, driver, holder, fence, expires_at)
      values (${channel?.id}, ${id}, 'simulator', ${randomUUID()}, 1, clock_timestamp() + interval '1 hour')`;
    const held: Held = { workspaceId: id, channelId: channel?.id, fence: 1 };
    const sit = async (role: string, person?: Awaited<ReturnType<typeof makePerson>>, customRoleId?: string) => {
      const who = person ?? (await makePerson(db.admin));
      if (!person) {
        await addMember(db.admin, id, who, customRoleId ? 'agent' : role);
        if (customRoleId)
          await db.admin`update app.member set role = 'custom', custom_role_id = ${customRoleId} where workspace_id = ${id} and person_id = ${who.id}`;
      }
      const { pass } = await openTestSession(db.web, who.id);
      return { person: who, pass, ctx: house.as(pass, id) };
    };
    return { id, held, channelId: held.channelId, sit, owner: await sit('owner', owner) };
  }
  const threadOf = async (held: Held, who: Somebody) => {
    const [row] = await db.admin`
      select v.id, v.contact_id "contactId" from app.conversation v join app.contact_identity i on i.workspace_id = v.workspace_id and i.contact_id = v.contact_id
       where v.channel_id = ${held.channelId} and i.kind = 'wa_pn' and i.value = ${who.digits}`;
    return row as unknown as { id: string; contactId: string };
  };
  return { ...house, openShop, threadOf };
}
