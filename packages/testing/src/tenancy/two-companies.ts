import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { insertStatement } from './row-statements.ts';

/** A company of the fixture. Ids are readable: the first digit says whose they are. */
export type Company = {
  readonly tag: 'a' | 'b';
  readonly accountId: string;
  readonly workspaceId: string;
  readonly agentId: string;
  readonly viewerId: string;
  readonly agentToken: Buffer;
  readonly viewerToken: Buffer;
  readonly readLink: Buffer;
};

/** What the matrix must know of a table: whose column names the company, a row of a company, and whether tenants may write it at all. */
export type FixtureTable = {
  readonly name: string;
  /** The column that names the company, or for the guard's tables any column that may be written. */
  readonly key: string;
  readonly conflict: string;
  /** The company's value of `key`, null where the table belongs to no company. */
  readonly owner: ((company: Company) => string) | null;
  /** A row of a company: 0 is stored, 1 could be stored beside it. */
  readonly row: (company: Company, n: number) => Record<string, unknown>;
  readonly readOnly?: boolean;
};

const id = (tag: string, kind: string, n = 0) => `${tag}0000000-0000-4000-8000-${kind.padStart(4, '0')}0000000${n}`;
const hash = (text: string) => createHash('sha256').update(text).digest();
const hex = (text: string) => `\\x${hash(text).toString('hex')}`;
const LATER = '2099-01-01T00:00:00Z';

function company(tag: 'a' | 'b'): Company {
  return {
    tag,
    accountId: id(tag, '1'),
    workspaceId: id(tag, '2'),
    agentId: id(tag, '3'),
    viewerId: id(tag, '3', 5),
    agentToken: hash(`${tag} agent session`),
    viewerToken: hash(`${tag} viewer session`),
    readLink: hash(`${tag} read link`),
  };
}

export const COMPANY_A = company('a');
export const COMPANY_B = company('b');

const workspace = (c: Company) => c.workspaceId;
const tenant = (name: string, conflict: string, row: FixtureTable['row'], key = 'workspace_id'): FixtureTable => ({
  name,
  key,
  conflict,
  owner: workspace,
  row: (c, n) => (key === 'workspace_id' ? { workspace_id: c.workspaceId, ...row(c, n) } : row(c, n)),
});
const guarded = (name: string, key: string, conflict: string, row: FixtureTable['row']): FixtureTable => ({
  name,
  key,
  conflict,
  owner: null,
  row,
});

/** Every table of the product, parents first. A new table must be added here: the matrix counts them against the catalogue. */
export const FIXTURE_TABLES: readonly FixtureTable[] = [
  guarded('guard.secret', 'inner_key', 'id', () => ({
    id: true,
    inner_key: `\\x${'36'.repeat(64)}`,
    outer_key: `\\x${'5c'.repeat(64)}`,
  })),
  guarded('guard.person', 'name', 'id', (c, n) => ({
    id: id(c.tag, '3', n),
    email: `${c.tag}${n}@recado.test`,
    email_key: `${c.tag}${n}@recado.test`,
    name: `Person ${c.tag}${n}`,
    session_limit: 3,
    locale: 'es',
    time_zone: 'Europe/Madrid',
    login_seq: 0,
    created_at: '2026-01-01T00:00:00Z',
  })),
  guarded('guard.device', 'browser', 'id', (c, n) => ({
    id: id(c.tag, '4', n),
    person_id: c.agentId,
    secret_hash: hex(`${c.tag} device ${n}`),
    browser: 'Firefox',
    system: 'Linux',
    kind: 'desktop',
    first_seen_at: '2026-01-01T00:00:00Z',
    last_seen_at: '2026-01-01T00:00:00Z',
  })),
  guarded('guard.session', 'browser', 'id', (c, n) => ({
    id: id(c.tag, '5', n),
    person_id: c.agentId,
    slot: n + 1,
    seq: n + 1,
    kind: 'user',
    token_hash: n === 0 ? `\\x${c.agentToken.toString('hex')}` : hex(`${c.tag} session ${n}`),
    browser: 'Firefox',
    system: 'Linux',
    device_type: 'desktop',
    created_at: '2026-01-01T00:00:00Z',
    last_seen_at: '2026-01-01T00:00:00Z',
    last_input_at: '2026-01-01T00:00:00Z',
    idle_expires_at: LATER,
    abs_expires_at: LATER,
  })),
  guarded('guard.session_event', 'kind', 'id', (c, n) => ({
    id: (c.tag === 'a' ? 100 : 200) + n,
    person_id: c.agentId,
    kind: 'init',
    at: '2026-01-01T00:00:00Z',
    detail: {},
  })),
  guarded('guard.pending_signup', 'name', 'id', (c, n) => ({
    id: id(c.tag, '6', n),
    email: 'new@recado.test',
    email_key: 'new@recado.test',
    name: 'New',
    business: 'New',
    slug: 'new',
    industry: 'other',
    locale: 'es',
    time_zone: 'Europe/Madrid',
    password_hash: 'x',
    terms_version: '1',
    code_hash: hex('code'),
    attempts: 0,
    sent_at: LATER,
    expires_at: LATER,
  })),
  guarded('guard.outgoing_mail', 'template', 'id', (c, n) => ({
    id: id(c.tag, '7', n),
    recipient: 'new@recado.test',
    template: 'signup-code',
    locale: 'es',
    sealed_params: '\\x00',
    attempts: 0,
    next_at: LATER,
    created_at: LATER,
    told_at: LATER,
  })),
  guarded('guard.login_failure', 'key', '', (c, n) => ({ key: hex(`${c.tag} failure ${n}`), at: LATER })),
  // revoked, so that nobody of the fixture stands behind the staff's door
  guarded('guard.staff', 'granted_by', 'id', (c, n) => ({
    id: id(c.tag, '9', n),
    person_id: c.agentId,
    granted_at: '2026-01-01T00:00:00Z',
    granted_by: 'fixture',
    revoked_at: '2026-01-02T00:00:00Z',
    revoked_by: 'fixture',
  })),
  guarded('guard.staff_action', 'action', 'id', (c, n) => ({
    id: (c.tag === 'a' ? 100 : 200) + n,
    at: '2026-01-01T00:00:00Z',
    person_id: c.agentId,
    session_id: id(c.tag, '5'),
    action: 'runs.read',
    detail: {},
  })),
  guarded('guard.access_key', 'kind', 'id', (c, n) => ({
    id: id(c.tag, '8', n),
    workspace_id: c.workspaceId,
    kind: 'link',
    role: 'link_read',
    secret_hash: n === 0 ? `\\x${c.readLink.toString('hex')}` : hex(`${c.tag} link ${n}`),
    created_at: LATER,
  })),
  {
    name: 'app.account',
    key: 'id',
    conflict: 'id',
    owner: (c) => c.accountId,
    row: (c, n) => ({
      id: id(c.tag, '1', n),
      name: `Account ${c.tag}`,
      plan: 'trial',
      is_demo: false,
      created_at: LATER,
    }),
    readOnly: true,
  },
  // a workspace is its own company, so its spare row is itself once more
  tenant(
    'app.workspace',
    'id',
    (c, n) => ({
      id: c.workspaceId,
      account_id: c.accountId,
      name: `Company ${c.tag}`,
      slug: `company-${c.tag}${n}`,
      industry: 'other',
      locale: 'es',
      time_zone: 'Europe/Madrid',
      color: '#2746C7',
      is_demo: false,
      created_at: LATER,
    }),
    'id',
  ),
  tenant('app.member', 'workspace_id, person_id', (c, n) => ({
    person_id: id(c.tag, '3', n),
    role: 'agent',
    name: `Person ${c.tag}${n}`,
    email: `${c.tag}${n}@recado.test`,
    created_at: LATER,
  })),
  tenant('app.contact', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '10', n),
    name: `Customer of ${c.tag}`,
    kind: 'customer',
    created_at: LATER,
  })),
  tenant('app.contact_identity', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '11', n),
    contact_id: id(c.tag, '10'),
    kind: 'wa_pn',
    value: `3460000000${n}`,
    source: 'whatsapp',
    first_seen_at: LATER,
  })),
  tenant('app.channel', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '12', n),
    name: `Number ${n}`,
    driver: 'simulator',
    state: 'open',
    state_since: LATER,
    state_detail: {},
    wanted: 'open',
    wanted_seq: 0,
    created_at: LATER,
  })),
  tenant('app.conversation', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '13', n),
    channel_id: id(c.tag, '12', n),
    contact_id: id(c.tag, '10'),
    address: '34600000000@s.whatsapp.net',
    status: 'open',
    unread_count: 1,
    last_seq: 1,
    read_seq: 0,
    last_message_at: LATER,
    last_preview: `Canary ${c.tag}`,
    last_kind: 'text',
    last_direction: 'in',
    version: 0,
    created_at: LATER,
  })),
  tenant('app.media', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '14', n),
    kind: 'image',
    mime: 'image/jpeg',
    bytes: 1,
    state: 'ready',
    attempts: 0,
    created_at: LATER,
  })),
  tenant('app.message', 'workspace_id, id', (c, n) => ({
    id: id(c.tag, '15', n),
    conversation_id: id(c.tag, '13'),
    channel_id: id(c.tag, '12'),
    seq: n + 1,
    direction: 'in',
    kind: 'text',
    body: `Canary ${c.tag}`,
    provider_id: `3EB0${n}`,
    author_kind: 'contact',
    status: 9,
    attempts: 0,
    recovered: false,
    occurred_at: LATER,
    created_at: LATER,
  })),
  tenant('app.change', 'workspace_id, id', (c, n) => ({
    id: 1000 + n,
    xid: '1',
    topic: 'message',
    entity_id: id(c.tag, '15'),
    conversation_id: id(c.tag, '13'),
    at: LATER,
  })),
  tenant('app.usage_day', 'workspace_id, day, metric', (_c, n) => ({
    day: `2026-01-0${n + 1}`,
    metric: 'messages_in',
    amount: 1,
  })),
  tenant('app.audit_entry', 'workspace_id, id', (_c, n) => ({
    id: 1000 + n,
    actor_kind: 'system',
    action: 'channels/channel.created',
    detail: {},
    at: LATER,
  })),
  tenant('wa.credential', 'workspace_id, channel_id', (c, n) => ({
    channel_id: id(c.tag, '12', n),
    sealed: '\\x00',
    updated_at: LATER,
  })),
  tenant('wa.signal_key', 'workspace_id, channel_id, kind, key_id', (c, n) => ({
    channel_id: id(c.tag, '12'),
    kind: 'session',
    key_id: `${n}`,
    sealed: '\\x00',
  })),
  tenant('wa.staged_message', 'workspace_id, channel_id, id', (c, n) => ({
    channel_id: id(c.tag, '12'),
    id: 1000 + n,
    chat: 'chat',
    sender: 'sender',
    provider_id: `3EB0${n}`,
    part: 0,
    sealed: '\\x00',
    attempts: 0,
    created_at: LATER,
  })),
  tenant('wa.lease', 'channel_id', (c, n) => ({
    channel_id: id(c.tag, '12', n),
    driver: 'simulator',
    fence: 1,
    expires_at: LATER,
  })),
  tenant('wa.number', 'driver, number', (c, n) => ({
    driver: 'simulator',
    number: `3460000${c.tag === 'a' ? 1 : 2}00${n}`,
    channel_id: id(c.tag, '12', n),
    claimed_at: LATER,
  })),
];

/** Fills a migrated database with two companies that mirror each other, a row of each in every table. Needs a superuser. */
export async function seedTwoCompanies(admin: Sql): Promise<void> {
  for (const c of [COMPANY_A, COMPANY_B]) {
    for (const table of FIXTURE_TABLES) {
      if (table.name === 'guard.secret') continue;
      await admin.unsafe(insertStatement(table, table.row(c, 0)));
      if (table.name === 'guard.person')
        await admin.unsafe(
          insertStatement(table, {
            ...table.row(c, 0),
            id: c.viewerId,
            email: `viewer@${c.tag}`,
            email_key: `viewer@${c.tag}`,
          }),
        );
      if (table.name === 'app.member')
        await admin.unsafe(insertStatement(table, { ...table.row(c, 0), person_id: c.viewerId, role: 'viewer' }));
      if (table.name === 'guard.session')
        await admin.unsafe(
          insertStatement(table, {
            ...table.row(c, 0),
            id: id(c.tag, '5', 5),
            person_id: c.viewerId,
            token_hash: `\\x${c.viewerToken.toString('hex')}`,
          }),
        );
      // what the conversation, the credential, the lease and the number of the spare rows hang on
      if (table.name === 'app.channel') await admin.unsafe(insertStatement(table, table.row(c, 1)));
    }
  }
}
