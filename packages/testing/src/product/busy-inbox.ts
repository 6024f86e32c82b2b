import { randomUUID } from 'node:crypto';
import type { BrowserContextOptions } from '@playwright/test';
import postgres, { type Sql } from 'postgres';
import type { openProduct } from './product.ts';

/** Windows and a Chrome that the test browser's own family is: a session is refused to a browser of another one. */
export const DESK_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const FENCE = 7;
/** Threads that have something to read; the others only stand in the list. */
const SPOKEN = 2_000;
const EACH = 30;

export type BusyInbox = {
  workspaceId: string;
  /** A browser's context in which the owner is signed in. */
  context: BrowserContextOptions;
  /** Lets so many messages a second arrive, spread over the newest threads, until it is told to stop. Answers how many arrived. */
  speak(perSecond: number): { stop(): Promise<number> };
  close(): Promise<void>;
};

/** A company with so many conversations and its owner signed in; what its customers say comes in as the worker stores it. */
export async function openBusyInbox(
  product: ReturnType<typeof openProduct>,
  conversations: number,
): Promise<BusyInbox> {
  const { browser, workspaceId } = await product.signUp('Grandes Almacenes', DESK_AGENT);
  const sql = postgres(product.running().database.admin, { max: 2, onnotice: () => {} });
  const channelId = await fill(sql, workspaceId, conversations);
  const threads = await sql`
    select v.address, i.value number from app.conversation v join app.contact_identity i on i.workspace_id = v.workspace_id and i.contact_id = v.contact_id
     where v.workspace_id = ${workspaceId} order by v.last_message_at desc, v.id desc limit 200`;
  const cookies = [...browser.cookies].map(([name, value]) => ({
    ...{ name, value, domain: new URL(product.urls.web).hostname, path: '/', expires: -1 },
    ...{ httpOnly: true, secure: false, sameSite: 'Lax' as const },
  }));

  const speak: BusyInbox['speak'] = (perSecond) => {
    let isOver = false;
    let arrived = 0;
    const work = (async () => {
      const started = performance.now();
      while (!isOver) {
        const due = Math.floor(((performance.now() - started) / 1000) * perSecond) - arrived;
        if (due > 0) {
          // as a worker does: what came within a moment is stored together
          const batch = Array.from({ length: Math.min(due, 20) }, (_, n) =>
            heard(threads[(arrived + n) % threads.length]),
          );
          await sql.begin(async (tx) => {
            await tx`set local role recado_worker`;
            await tx`select * from app.receive_messages(${workspaceId}, ${channelId}, ${FENCE}, ${JSON.stringify(batch)}::text::jsonb)`;
          });
          await sql`select pg_notify('recado_hint', ${`changed:${workspaceId}`})`;
          arrived += batch.length;
        }
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    return {
      async stop() {
        isOver = true;
        await work;
        return arrived;
      },
    };
  };
  return {
    workspaceId,
    context: {
      ...{ locale: 'es-ES', userAgent: DESK_AGENT, viewport: { width: 1280, height: 800 } },
      storageState: { cookies, origins: [] },
    },
    speak,
    close: () => sql.end({ timeout: 2 }),
  };
}

function heard(thread: Record<string, string> | undefined) {
  const { address = '', number = '' } = thread ?? {};
  return {
    ...{ providerId: randomUUID(), direction: 'in', address, identities: [{ kind: 'wa_pn', value: number }] },
    ...{ chatKind: 'person', profileName: null, authorName: null, kind: 'text', body: '¿Os queda en azul, talla M?' },
    ...{ occurredAt: new Date().toISOString(), recovered: false, quotedProviderId: null, detail: null, staged: [] },
  };
}

async function fill(sql: Sql, workspaceId: string, conversations: number): Promise<string> {
  await sql`update app.account a set (plan, plan_version) = (select v.plan, max(v.version) from guard.plan_version v where v.plan = 'agency' group by v.plan)
    from app.workspace w where w.account_id = a.id and w.id = ${workspaceId}`;
  const [channel] = await sql`
    insert into app.channel (workspace_id, name, driver, state, wanted, number) values (${workspaceId}, 'Tienda', 'simulator', 'open', 'open', '34600000001') returning id`;
  const channelId = channel?.id as string;
  // the line is ours: no worker takes it
  await sql`insert into wa.lease (workspace_id, channel_id, driver, holder, fence, expires_at)
    values (${workspaceId}, ${channelId}, 'simulator', ${randomUUID()}, ${FENCE}, 'infinity')
    on conflict (channel_id) do update set holder = excluded.holder, fence = excluded.fence, expires_at = excluded.expires_at`;
  await sql`insert into app.contact (workspace_id, name) select ${workspaceId}, 'Cliente ' || n from generate_series(1, ${conversations}::integer) n`;
  await sql`insert into app.contact_identity (workspace_id, contact_id, kind, value)
    select c.workspace_id, c.id, 'wa_pn', '346' || lpad((row_number() over (order by c.id))::text, 8, '0') from app.contact c where c.workspace_id = ${workspaceId}`;
  // what the planner knew of was an empty table: without this it joins every contact with every number
  await sql`analyze app.contact, app.contact_identity`;
  await sql`
    insert into app.conversation (workspace_id, channel_id, contact_id, address, last_message_at, last_direction, last_kind, last_preview, unread_count, last_seq, read_seq)
      select c.workspace_id, ${channelId}, c.id, i.value || '@s.whatsapp.net', now() - row_number() over (order by c.id) * interval '3 minutes', 'in', 'text',
          '¿Tenéis hueco mañana por la mañana?', (hashtext(c.id::text) & 1), ${EACH}, ${EACH} - (hashtext(c.id::text) & 1)
        from app.contact c join app.contact_identity i on i.workspace_id = c.workspace_id and i.contact_id = c.id where c.workspace_id = ${workspaceId}`;
  await sql`analyze app.conversation`;
  await sql`
    insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, kind, body, provider_id, author_kind, status, occurred_at)
      select v.workspace_id, v.id, v.channel_id, n, case when n % 3 = 0 then 'out' else 'in' end, 'text', 'Mensaje ' || n || ': ¿tenéis hueco mañana por la mañana?', v.id || '.' || n,
          case when n % 3 = 0 then 'phone' else 'contact' end, case when n % 3 = 0 then 5 else 9 end, v.last_message_at - (${EACH} - n) * interval '1 minute'
        from (select * from app.conversation x where x.workspace_id = ${workspaceId} order by x.last_message_at desc limit ${SPOKEN}) v, generate_series(1, ${EACH}) n`;
  await sql`vacuum analyze app.conversation, app.contact, app.contact_identity, app.message`;
  return channelId;
}
