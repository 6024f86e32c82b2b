import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { judge, openCompany, product } from './support.ts';

/** A number that is down, six people who wait since some hours, a month of messages, and a plan that is nearly used. */
const liveADay = (workspaceId: string) =>
  product.database(async (sql) => {
    await sql`update app.account a set plan = 'pro', plan_version = 1 from app.workspace w where w.account_id = a.id and w.id = ${workspaceId}`;
    const [one] = await sql`insert into app.channel (workspace_id, name, driver, number, state, wanted) values
      (${workspaceId}, 'Recepción', 'simulator', '34600111222', 'open', 'closed') returning id`;
    await sql`insert into app.channel (workspace_id, name, driver, number, state, state_reason, wanted) values
      (${workspaceId}, 'Taller', 'simulator', '34600333444', 'banned', 'banned', 'closed')`;
    for (let n = 0; n < 6; n += 1) {
      const [who] =
        await sql`insert into app.contact (workspace_id, name) values (${workspaceId}, ${`Clienta ${n + 1}`}) returning id`;
      const [thread] = await sql`
        insert into app.conversation (workspace_id, channel_id, contact_id, address, last_direction, last_preview, last_message_at, unread_count, last_seq)
        values (${workspaceId}, ${one?.id}, ${who?.id}, 'a', 'in', '¿Tenéis hueco mañana por la tarde para cortar y peinar?', now() - make_interval(hours => ${n + 1}), 1, 2)
        returning id`;
      for (const [seq, direction, hours] of [
        [1, 'in', n + 3],
        [2, 'out', n + 2],
        [3, 'in', n + 1],
      ] as const)
        await sql`insert into app.message (workspace_id, conversation_id, channel_id, seq, direction, body, provider_id, author_kind, status, occurred_at)
          values (${workspaceId}, ${thread?.id}, ${one?.id}, ${seq}, ${direction}, 'x', ${randomUUID()}, 'contact', 9, now() - make_interval(hours => ${hours}))`;
    }
    await sql`insert into app.usage_person_day (workspace_id, day, person_id, metric, amount)
      select ${workspaceId}, current_date - n, '00000000-0000-0000-0000-000000000000', m, 12 + (n * 7) % 23 + case m when 'messages_in' then 6 else 0 end
        from generate_series(1, 58) n, unnest(array['messages_in', 'messages_out']) m where n % 7 <> 3`;
  });

test('whoever runs a business begins with what to do first, and later with who waits and how the month goes', async ({
  page,
}) => {
  const { workspaceId } = await openCompany(page, 'Peluquería Sol');
  await page.goto('/');
  await expect(page).toHaveURL(/\/home$/);
  await expect(page.getByRole('heading', { name: 'Aquí verás cómo va tu negocio' })).toBeVisible();
  await expect(page.getByText('Ningún número conectado todavía.')).toBeVisible();
  await judge(page, 'home-new');

  await liveADay(workspaceId);
  await page.reload();
  await expect(page.getByRole('heading', { name: '6 personas esperan respuesta' })).toBeVisible();
  await expect(page.getByText('Taller (+34 600 333 444) no está conectado.')).toBeVisible();
  const figures = page.getByRole('region', { name: 'Este mes' });
  await expect(figures.getByText('6 de 6 que escribieron primero')).toBeVisible();
  await expect(figures.getByText('1 h', { exact: true })).toBeVisible();
  await expect(page.getByRole('img', { name: /^Mensajes de los últimos 30 días/ })).toBeVisible();
  await judge(page, 'home');
  // the same numbers for whoever does not see the bars
  await page.getByText('Ver los números').click();
  await expect(page.getByRole('table', { name: 'Mensajes por día' }).getByRole('row')).toHaveCount(31);
  await judge(page, 'home-month', figures);
  // the oldest first, one press away
  await page.getByRole('link', { name: /^Clienta 6/ }).click();
  await expect(page).toHaveURL(/\/inbox\/.+/);
});
