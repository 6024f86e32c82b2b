import type { Sql } from 'postgres';
import { labelledPass, storedPass } from '../passes.ts';
import { AUDIT_TABLES } from './audit-tables.ts';
import { CONTACT_TABLES } from './contact-tables.ts';
import { FIGURE_TABLES } from './figure-tables.ts';
import { type Company, type FixtureTable, guarded, hex, id, LATER, tenant } from './fixture-tables.ts';
import { LINK_TABLES, readLinkPassOf } from './link-tables.ts';
import { PEOPLE_TABLES } from './people-tables.ts';
import { PERSONAL_TABLES } from './personal-tables.ts';
import { PLAN_TABLES } from './plan-tables.ts';
import { ONBOARDING_TABLES, ROLE_TABLES } from './role-tables.ts';
import { insertStatement } from './row-statements.ts';
import { TAG_TABLES } from './tag-tables.ts';
import { WAYS_IN_TABLES } from './ways-in-tables.ts';
import { WORKSPACE_TABLES } from './workspace-tables.ts';

const sessionPass = (tag: string, who: string, n: number) => labelledPass(`${tag} ${who} session`, id(tag, '5', n));

function company(tag: 'a' | 'b'): Company {
  return {
    tag,
    accountId: id(tag, '1'),
    workspaceId: id(tag, '2'),
    agentId: id(tag, '3'),
    viewerId: id(tag, '3', 5),
    agentPass: sessionPass(tag, 'agent', 0).pass,
    viewerPass: sessionPass(tag, 'viewer', 5).pass,
    readLinkPass: readLinkPassOf(tag),
  };
}

export const COMPANY_A = company('a');
export const COMPANY_B = company('b');

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
    locale: 'es',
    time_zone: 'Europe/Madrid',
    created_at: '2026-01-01T00:00:00Z',
  })),
  // the stored one is made with its person
  guarded('guard.account', 'session_limit', 'person_id', (c, n) => ({
    person_id: id(c.tag, '3', n),
    session_limit: 3,
    login_seq: 0,
    auth_epoch: 0,
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
    ...storedPass(sessionPass(c.tag, 'agent', n)),
    browser: 'Firefox',
    system: 'Linux',
    device_type: 'desktop',
    created_at: '2026-01-01T00:00:00Z',
    last_seen_at: '2026-01-01T00:00:00Z',
    last_input_at: '2026-01-01T00:00:00Z',
    idle_expires_at: LATER,
    abs_expires_at: LATER,
  })),
  guarded('guard.session_event', 'kind', 'id, at', (c, n) => ({
    id: (c.tag === 'a' ? 100 : 200) + n,
    person_id: c.agentId,
    kind: 'init',
    at: '2026-01-01T00:00:00Z',
    detail: {},
  })),
  guarded('guard.history_erasure', 'events', 'id', (c, n) => ({
    id: (c.tag === 'a' ? 100 : 200) + n,
    at: '2026-01-01T00:00:00Z',
    person_id: c.agentId,
    session_id: id(c.tag, '5'),
    sessions: 1,
    events: 2,
  })),
  guarded('guard.login_attempt', 'amr', 'id', (c, n) => ({
    id: id(c.tag, '9', n),
    secret_hash: hex(`${c.tag} attempt ${n}`),
    person_id: c.agentId,
    auth_epoch: 0,
    amr: ['pwd'],
    device_hash: hex('device'),
    expires_at: LATER,
  })),
  ...WAYS_IN_TABLES,
  ...PLAN_TABLES,
  guarded('guard.notice_seen', 'answer', 'person_id, notice', (c, n) => ({
    person_id: c.agentId,
    notice: `notice ${n}`,
    answer: 'understood',
    at: LATER,
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
  // revoked, so that nobody of the fixture stands behind the staff's door
  guarded('guard.staff', 'granted_by', 'id', (c, n) => ({
    id: id(c.tag, '9', n),
    person_id: c.agentId,
    granted_at: '2026-01-01T00:00:00Z',
    granted_by: 'fixture',
    revoked_at: '2026-01-02T00:00:00Z',
    revoked_by: 'fixture',
  })),
  guarded('guard.sales_lead', 'words', 'id', (c, n) => ({
    ...{ id: (c.tag === 'a' ? 100 : 200) + n, person_id: id(c.tag, '3', n), at: LATER, source: 'card', signals: {} },
  })),
  guarded('guard.sharing_signal', 'kind', 'person_id, key', (c, n) => ({
    ...{
      person_id: id(c.tag, '3', n),
      key: `pingPong:${n}:day`,
      kind: 'pingPong',
      day: '2026-01-01',
      at: LATER,
      is_strong: false,
      evidence: {},
    },
  })),
  guarded('guard.sharing_case', 'score', 'person_id', (c, n) => ({
    ...{ person_id: id(c.tag, '3', n), account_id: c.accountId, score: n, detail: {}, contacts: 0, weighed_at: LATER },
  })),
  guarded('guard.sharing_step', 'reason', 'id', (c, n) => ({
    ...{
      id: (c.tag === 'a' ? 100 : 200) + n,
      person_id: id(c.tag, '3', n),
      at: LATER,
      to_state: 'open',
      by: 'job',
      score: n,
    },
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
    kind: 'key',
    role: 'api',
    secret_hash: hex(`${c.tag} key ${n}`),
    granted_by: c.agentId,
    created_at: LATER,
  })),
  ...LINK_TABLES,
  ...PERSONAL_TABLES,
  {
    name: 'app.account',
    key: 'id',
    conflict: 'id',
    owner: (c) => c.accountId,
    row: (c, n) => ({
      id: id(c.tag, '1', n),
      name: `Account ${c.tag}`,
      plan: `plan_${c.tag}`,
      plan_version: 1,
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
      contact_count: 0,
      is_demo: false,
      created_at: LATER,
    }),
    'id',
  ),
  ...ROLE_TABLES,
  ...WORKSPACE_TABLES,
  ...ONBOARDING_TABLES,
  ...PEOPLE_TABLES,
  ...CONTACT_TABLES,
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
    ...{ version: 0, created_at: LATER, priority: 'none' },
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
  ...FIGURE_TABLES,
  ...TAG_TABLES,
  ...AUDIT_TABLES,
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
      if (['guard.secret', 'guard.account', 'guard.audit_sealer'].includes(table.name)) continue;
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
            ...storedPass(sessionPass(c.tag, 'viewer', 5)),
          }),
        );
      // others, for what is kept of two contacts
      if (table.name === 'app.contact')
        for (const n of [8, 9])
          await admin.unsafe(insertStatement(table, { ...table.row(c, 0), id: id(c.tag, '10', n) }));
      // what the conversation, the credential, the lease and the number of the spare rows hang on
      if (table.name === 'app.channel') await admin.unsafe(insertStatement(table, table.row(c, 1)));
    }
  }
}
