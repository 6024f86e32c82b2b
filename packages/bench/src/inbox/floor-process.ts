// The floor of an authenticated call: a bare node http server that looks the session up by key, reads a page of the inbox and answers it. Told its
// database by its parent.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import postgres from 'postgres';

process.once('message', async (told: { url: string; sessionId: string; workspaceId: string }) => {
  const sql = postgres(told.url, { max: 12, onnotice: () => {} });
  const server = createServer(async (_request, response) => {
    const [session] = await sql`
      select s.person_id, p.name from guard.session s join guard.person p on p.id = s.person_id
       where s.id = ${told.sessionId} and s.ended_at is null and s.idle_expires_at > now()`;
    if (!session) {
      response.writeHead(401).end();
      return;
    }
    const [row] = await sql`
      select coalesce(jsonb_agg(app.conversation_json(v, c, h, n.value) order by v.last_message_at desc, v.id desc), '[]') rows from (
        select x.* from app.conversation x where x.workspace_id = ${told.workspaceId} and x.status in ('open', 'in_progress', 'waiting')
         order by x.last_message_at desc, x.id desc limit 40) v
        join app.contact c on c.workspace_id = v.workspace_id and c.id = v.contact_id
        join app.channel h on h.workspace_id = v.workspace_id and h.id = v.channel_id
        left join lateral (select i.value from app.contact_identity i where i.workspace_id = v.workspace_id and i.contact_id = c.id
          and i.kind in ('wa_pn', 'phone') order by i.kind desc limit 1) n on true`;
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(row?.rows));
  });
  server.keepAliveTimeout = 65_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
  process.once('disconnect', () => process.exit(0));
});
