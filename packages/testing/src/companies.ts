import { randomUUID } from 'node:crypto';
import type { Sql } from 'postgres';
import { digestOf, labelledPass } from './passes.ts';

export type TestPerson = { id: string; email: string };
export type TestWorkspace = { id: string; accountId: string; owner: TestPerson };
export type TestSession = { pass: Buffer; sessionId: string };

/** A person with a verified address and no password, made as a superuser. */
export async function makePerson(
  admin: Sql,
  options: { sessionLimit?: number; name?: string } = {},
): Promise<TestPerson> {
  const email = `${randomUUID()}@recado.test`;
  const [row] =
    await admin`insert into guard.person (email, email_key, name) values (${email}, ${email}, ${options.name ?? 'Ana'}) returning id`;
  if (options.sessionLimit)
    await admin`update guard.account set session_limit = ${options.sessionLimit} where person_id = ${row?.id}`;
  return { id: row?.id, email };
}

/** An account with one workspace and its owner. */
export async function makeWorkspace(admin: Sql, options: { owner?: TestPerson } = {}): Promise<TestWorkspace> {
  const owner = options.owner ?? (await makePerson(admin));
  const [account] = await admin`insert into app.account (name) values ('Account') returning id`;
  const [workspace] =
    await admin`insert into app.workspace (account_id, name, slug, industry) values (${account?.id}, 'Company', ${randomUUID()}, 'other') returning id`;
  await addMember(admin, workspace?.id, owner, 'owner');
  return { id: workspace?.id, accountId: account?.id, owner };
}

/** Makes a person a member with a role. */
export async function addMember(admin: Sql, workspaceId: string, person: TestPerson, role: string): Promise<void> {
  await admin`insert into app.member (workspace_id, person_id, role, name, email) values (${workspaceId}, ${person.id}, ${role}, 'Member', ${person.email})`;
}

/** Logs a person in through the guard, as the role of the web. */
export async function openTestSession(
  web: Sql,
  personId: string,
  options: {
    device?: string;
    browser?: string;
    system?: string;
    idle?: string;
    absolute?: string;
    former?: Buffer | null;
    kind?: 'user' | 'link' | 'impersonation';
    epoch?: number;
  } = {},
): Promise<TestSession> {
  const { browser = 'Firefox', system = 'Linux', device = randomUUID() } = options;
  const sessionId = randomUUID();
  const { proof, deviceHash, pass } = labelledPass(sessionId, sessionId, { browser, system, device });
  await web`select 1 from guard.open_session(${personId}, ${options.epoch ?? null}, ${sessionId}, 'k1', ${digestOf(`salt of ${sessionId}`)}, ${proof},
    ${deviceHash}, ${browser}, ${system}, 'desktop', '203.0.113.77'::inet, ${options.idle ?? '45 minutes'}, ${options.absolute ?? '30 days'},
    ${options.former ?? null}, ${['pwd']}::text[], ${options.kind ?? 'user'})`;
  return { pass, sessionId };
}

/** A number, a customer and their open thread in a workspace. */
export async function makeConversation(
  admin: Sql,
  workspaceId: string,
): Promise<{ channelId: string; contactId: string; conversationId: string }> {
  const [channel] =
    await admin`insert into app.channel (workspace_id, name, driver) values (${workspaceId}, 'Number', 'simulator') returning id`;
  const [contact] =
    await admin`insert into app.contact (workspace_id, name) values (${workspaceId}, 'Customer') returning id`;
  const [conversation] = await admin`insert into app.conversation (workspace_id, channel_id, contact_id, address)
    values (${workspaceId}, ${channel?.id}, ${contact?.id}, '34600000000@s.whatsapp.net') returning id`;
  return { channelId: channel?.id, contactId: contact?.id, conversationId: conversation?.id };
}
