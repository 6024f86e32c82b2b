import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { Sql } from 'postgres';
import { TERMS, wordsOf } from './words.ts';

export type Sizes = { readonly conversations: readonly number[]; readonly messages: number };

/** The issue's database: three workspaces that are measured among fifty, five million messages in all. */
export const WHOLE: Sizes = { conversations: [1_000, 10_000, 100_000], messages: 5_000_000 };
export const SMALL: Sizes = { conversations: [100, 1_000, 5_000], messages: 200_000 };

/** Messages a conversation has in the middle: most have few, some have hundreds. */
const PER_CONVERSATION = 18.8;
const FILLERS = 47;
const DAYS = 730;

export const workspaceAt = (n: number): string => `b0000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
/** Who owns everything. */
export const PERSON = 'b6000000-0000-4000-8000-000000000001';
export const channelAt = (n: number): string => `b2000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
export const thingAt = (kind: 'b3' | 'b4' | 'b5', workspace: number, n: number): string =>
  `${kind}000000-${String(workspace).padStart(4, '0')}-4000-8000-${String(n).padStart(12, '0')}`;

const NAMES =
  'María Carmen Josefa Lucía Ana Laura Marta Elena Sara Paula Antonio Manuel José Francisco David Juan Javier Daniel Carlos Jesús Alejandro Miguel Rafael Pablo Ángel Sergio Fernando Íñigo Begoña Núria'.split(
    ' ',
  );
const SURNAMES =
  'García González Rodríguez Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Ruiz Hernández Díaz Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro Torres Domínguez Vázquez Ramos Gil Ramírez Serrano Blanco Molina'.split(
    ' ',
  );

/** Numbers that look random and are the same each time. */
export function randomness(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How many conversations each workspace has, the measured ones first. */
export function spread({ conversations, messages }: Sizes): number[] {
  const measured = conversations.reduce((sum, each) => sum + each, 0) * PER_CONVERSATION;
  const filler = Math.max(10, Math.round((messages - measured) / PER_CONVERSATION / FILLERS));
  return [...conversations, ...Array.from({ length: FILLERS }, () => filler)];
}

/** Fills a migrated, empty database. Texts are made here and copied in; what is slow to keep is taken away before and made again after. */
export async function seed(sql: Sql, sizes: Sizes, say: (line: string) => void): Promise<void> {
  const perWorkspace = spread(sizes);
  await sql.unsafe(
    `set session_replication_role = replica; set synchronous_commit = off; set maintenance_work_mem = '512MB'`,
  );
  const indexes = await sql`
    select c.relname as name, pg_get_indexdef(x.indexrelid) as made from pg_index x join pg_class c on c.oid = x.indexrelid
     where x.indrelid in ('app.message'::regclass, 'app.conversation'::regclass, 'app.contact'::regclass, 'app.contact_identity'::regclass)
       and not exists (select 1 from pg_constraint k where k.conindid = x.indexrelid) order by 1`;
  for (const { name } of indexes) await sql.unsafe(`drop index app.${name as string}`);
  await sql`insert into app.account (id, name) select ('b1000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Account' from generate_series(0, ${perWorkspace.length - 1}) n`;
  await sql`insert into app.workspace (id, account_id, name, slug, industry) select ('b0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
    ('b1000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Company ' || n, 'bench-' || n, 'other' from generate_series(0, ${perWorkspace.length - 1}) n`;
  await sql`insert into app.channel (workspace_id, id, name, driver, state) select ('b0000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
    ('b2000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Number', 'simulator', 'open' from generate_series(0, ${perWorkspace.length - 1}) n`;
  await sql`insert into guard.person (id, email, email_key, name) values (${PERSON}, 'bench@recado.test', 'bench@recado.test', 'Ana')`;
  await sql`insert into guard.account (person_id) values (${PERSON}) on conflict do nothing`;
  await sql`insert into app.member (workspace_id, person_id, role, name, email) select w.id, ${PERSON}, 'owner', 'Ana', 'bench@recado.test' from app.workspace w`;
  const now = Math.floor(Date.now() / 3_600_000) * 3_600_000;
  for (const [n, conversations] of perWorkspace.entries()) await fillWorkspace(sql, n, conversations, now);
  say('rows are in; making the indexes');
  for (const { name, made } of indexes) {
    const started = performance.now();
    await sql.unsafe((made as string).replace(' ON ONLY ', ' ON '));
    say(`${name as string}: ${Math.round((performance.now() - started) / 100) / 10} s`);
  }
  await sql`vacuum analyze`;
}

/** One workspace: its messages in the order of their time, each in a conversation that is drawn by how much is said in it. */
async function fillWorkspace(sql: Sql, workspace: number, conversations: number, now: number): Promise<void> {
  const random = randomness(7_919 * (workspace + 1));
  // one in fifty has 220, one in five has 40, the others 9
  const deck: number[] = [];
  for (let n = 0; n < conversations; n += 1) {
    const many = n % 50 === 0 ? 220 : n % 5 === 0 ? 40 : 9;
    for (let m = 0; m < many; m += 1) deck.push(n);
  }
  for (let n = deck.length - 1; n > 0; n -= 1) {
    const other = Math.floor(random() * (n + 1));
    [deck[n], deck[other]] = [deck[other] as number, deck[n] as number];
  }
  const last = Array.from({ length: conversations }, () => ({ seq: 0, at: 0, id: '', text: '', isOurs: false }));
  const step = (DAYS * 86_400_000) / deck.length;
  const channel = channelAt(workspace);
  await copy(
    sql,
    'app.message (workspace_id, id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at, created_at)',
    function* () {
      for (const [n, chosen] of deck.entries()) {
        const thread = last[chosen] as (typeof last)[number];
        const at = Math.floor(now - DAYS * 86_400_000 + n * step);
        const hex = at.toString(16).padStart(12, '0');
        const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7${(workspace & 0xfff).toString(16).padStart(3, '0')}-8000-${n.toString(16).padStart(12, '0')}`;
        const isOurs = random() < 0.45;
        const body = wordsOf(random, n / deck.length);
        Object.assign(thread, { seq: thread.seq + 1, at, id, text: body, isOurs });
        const when = new Date(at).toISOString();
        yield `${workspaceAt(workspace)}\t${id}\t${thingAt('b3', workspace, chosen)}\t${channel}\t${thread.seq}\t${isOurs ? 'out' : 'in'}\ttext\t${body}\t3EB0${hex}${n.toString(16).padStart(7, '0')}\t${isOurs ? 'phone' : 'contact'}\t${isOurs ? 5 : 9}\t${when}\t${when}\n`;
      }
    },
  );
  const name = (n: number) =>
    `${NAMES[Math.floor(randomness(n + workspace)() * NAMES.length)]} ${SURNAMES[(n * 7) % SURNAMES.length]} ${SURNAMES[(n * 13 + 5) % SURNAMES.length]}`;
  // with the triggers that keep what contacts are found by
  await sql`set session_replication_role = origin`;
  await copy(sql, 'app.contact (workspace_id, id, name, email)', function* () {
    for (let n = 0; n < conversations; n += 1)
      yield `${workspaceAt(workspace)}\t${thingAt('b4', workspace, n)}\t${n % 1_500 === 7 ? `${TERMS.rareName} ` : ''}${name(n)}\t${n % 3 === 0 ? `cliente${n}@ejemplo.es` : '\\N'}\n`;
  });
  await sql`set session_replication_role = replica`;
  await copy(sql, 'app.contact_identity (workspace_id, id, contact_id, kind, value)', function* () {
    for (let n = 0; n < conversations; n += 1)
      yield `${workspaceAt(workspace)}\t${thingAt('b5', workspace, n)}\t${thingAt('b4', workspace, n)}\twa_pn\t34${6_00_000_000 + workspace * 1_000_000 + n * 9}\n`;
  });
  await copy(
    sql,
    'app.conversation (workspace_id, id, channel_id, contact_id, address, status, unread_count, last_seq, read_seq, last_message_at, last_message_id, last_preview, last_kind, last_direction, last_status, last_author_kind, created_at)',
    function* () {
      for (const [n, { seq, at, id, text, isOurs }] of last.entries()) {
        const unread = !isOurs && n % 4 === 0 ? Math.min(3, seq) : 0;
        const when = new Date(at).toISOString();
        yield `${workspaceAt(workspace)}\t${thingAt('b3', workspace, n)}\t${channel}\t${thingAt('b4', workspace, n)}\t${n}@s.whatsapp.net\t${n % 3 === 0 ? 'closed' : 'open'}\t${unread}\t${seq}\t${seq - unread}\t${when}\t${id}\t${text.slice(0, 120)}\ttext\t${isOurs ? 'out' : 'in'}\t${isOurs ? 5 : 9}\t${isOurs ? 'phone' : 'contact'}\t${when}\n`;
      }
    },
  );
}

async function copy(sql: Sql, target: string, rows: () => Generator<string>): Promise<void> {
  const into = (await sql.unsafe(`copy ${target} from stdin`).writable()) as Writable;
  let text = '';
  for (const row of rows()) {
    text += row;
    if (text.length < 262_144) continue;
    if (!into.write(text)) await once(into, 'drain');
    text = '';
  }
  into.end(text);
  await once(into, 'finish');
}
