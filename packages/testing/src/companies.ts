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

/**
 * A browser that a person has used before, so that a password is enough there; without it a login has a code from the mailbox to prove.
 * Made as a superuser, in bulk when several secrets are given.
 */
export async function knowDevice(admin: Sql, personId: string, ...secrets: string[]): Promise<void> {
  await admin`insert into guard.device (person_id, secret_hash, browser, system, kind)
    select ${personId}, sha256(convert_to(secret, 'UTF8')), 'Firefox', 'Linux', 'desktop' from unnest(${secrets}::text[]) secret on conflict do nothing`;
}

/**
 * Logs a person in through the guard, as the role of the web, with a proof that leaves nothing to ask for. Sessions of another kind than
 * a person's own, and those of a given proof, open by the guard's inner door, which needs its owner's handle.
 */
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
    kind?: 'link' | 'impersonation';
    epoch?: number;
  } = {},
): Promise<TestSession> {
  const { browser = 'Firefox', system = 'Linux', device = randomUUID() } = options;
  const sessionId = randomUUID();
  const { proof, deviceHash, pass } = labelledPass(sessionId, sessionId, { browser, system, device });
  const made = [sessionId, 'k1', digestOf(`salt of ${sessionId}`), proof, deviceHash, browser, system] as const;
  const times = [options.idle ?? '45 minutes', options.absolute ?? '30 days'] as const;
  if (options.kind) {
    await web`select 1 from guard.open_session(${personId}, ${options.epoch ?? null}, ${made[0]}, ${made[1]}, ${made[2]}, ${made[3]}, ${made[4]},
      ${made[5]}, ${made[6]}, 'desktop', '203.0.113.77'::inet, ${times[0]}, ${times[1]}, ${options.former ?? null}, ${['pwd']}::text[], ${options.kind},
      null, ${options.kind === 'impersonation' ? randomUUID() : null}, 'a test', false)`;
    return { pass, sessionId };
  }
  const attempt = digestOf(`attempt of ${sessionId}`);
  await web`select guard.begin_attempt(${personId}, ${options.epoch ?? null}, ${attempt}, ${deviceHash}, ${['passkey']}::text[], '10 minutes')`;
  await web`select 1 from guard.init_session(${attempt}, ${made[0]}, ${made[1]}, ${made[2]}, ${made[3]}, ${made[4]}, ${made[5]}, ${made[6]},
    'desktop', '203.0.113.77'::inet, ${times[0]}, ${times[1]}, ${options.former ?? null})`;
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
