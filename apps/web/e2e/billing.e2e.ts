import { expect, test } from '@playwright/test';
import { endTrial, judge, openCompany, product } from './support.ts';

/** How the account of a company stands here, and what is arranged for its next period. */
const standing = (workspaceId: string) =>
  product.database(
    async (sql) =>
      (
        await sql`
          select a.plan, b.state ->> 'state' state, b.picture #>> '{subscription,planned,lines,0,priceKey}' planned
            from app.workspace w join app.account a on a.id = w.account_id join guard.billing_account b on b.account_id = a.id where w.id = ${workspaceId}`
      )[0],
  );

test('an owner whose trial is over buys a plan at the till, goes up for exactly what was said, cancels and resumes', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { workspaceId } = await openCompany(page, 'Floristería Nardo');
  await page.goto('/settings/plan');
  await expect(page.getByText(/Estás probando Recado hasta el .+: quedan 14 días\./)).toBeVisible();
  await endTrial(workspaceId);
  await page.reload();
  await expect(page.getByText('La prueba ha terminado')).toBeVisible();
  await judge(page, 'plan-over', page.getByRole('region', { name: 'Elige un plan' }));

  // by whose link others come, and what that is worth
  const friends = page.getByRole('region', { name: 'Recomienda Recado' });
  await friends
    .getByLabel('Qué recibes por cada negocio que paga')
    .selectOption({ label: 'El 20 % de cada factura que pague, siempre' });
  await friends.getByRole('button', { name: 'Crear mi enlace' }).press('Enter');
  await expect(friends.getByLabel('Tu enlace')).toHaveValue(/\/signup\?ref=[0-9a-f]{8}$/);
  await friends.getByLabel('¿Llegaste por alguien? Su código o su enlace').fill('00000000');
  await friends.getByRole('button', { name: 'Guardar el código' }).click();
  await expect(page.getByText(/^Ese código no es de ninguna cuenta/).first()).toBeVisible();
  await judge(page, 'plan-referrals', friends);

  await page.getByRole('button', { name: 'Contratar Pro' }).click();
  await expect(page).toHaveURL(new RegExp(product.urls.stripe));
  await page.getByLabel('Calle y número').fill('Calle Mayor 1');
  await page.getByLabel('Código postal').fill('28013');
  await page.getByLabel('Ciudad').fill('Madrid');
  await page.getByRole('button', { name: 'Calcular de nuevo' }).click();
  // half of 49 €, as one of the first accounts, and 21 % of it
  await page.getByRole('button', { name: /^Pagar 29,65/ }).click();
  await expect(page).toHaveURL(/\/settings\/plan$/);
  await expect(page.getByText(/^Se renueva el/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Estás en Pro.')).toBeVisible();
  const invoices = page.getByRole('region', { name: 'Facturas', exact: true });
  await expect(invoices).toContainText('29,65');
  await judge(page, 'plan-bought', page.getByRole('region', { name: 'Pago y facturas' }));

  // by keys alone
  await page.getByRole('button', { name: 'Subir a Agencia' }).press('Enter');
  const dialog = page.getByRole('dialog');
  const said = dialog.getByText('Pagas ahora').locator('xpath=following-sibling::dd[1]');
  await expect(said).toHaveText(/^\d+(,\d\d)?\s€$/);
  await expect(dialog.getByText('Agencia, hasta el final del periodo')).toBeVisible();
  const price = (await said.textContent()) ?? '';
  await judge(page, 'plan-up');
  await dialog.getByRole('button', { name: 'Pagar y subir' }).press('Enter');
  await expect(dialog).toHaveCount(0, { timeout: 20_000 });
  await expect(page.getByText('Estás en Agencia.')).toBeVisible({ timeout: 30_000 });
  await expect(invoices).toContainText(price);

  await page.getByRole('button', { name: 'Cancelar la suscripción' }).click();
  await expect(page.getByText(/^Está cancelada y termina el/)).toBeVisible({ timeout: 30_000 });
  await judge(page, 'plan-ending', page.getByRole('region', { name: 'Pago y facturas' }));
  await page.getByRole('button', { name: 'Reanudar la suscripción' }).click();
  await expect(page.getByText(/^Se renueva el/)).toBeVisible({ timeout: 30_000 });
});

test('an owner of a team pays for one more and one less, goes down with the choice of what stays, and what rests says so', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { workspaceId, email } = await openCompany(page, 'Floristería Nardo');
  // the plan asks its owners for a second factor, which has a journey of its own
  await product.database(
    (sql) =>
      sql`update guard.session s set amr = '{passkey}' from guard.person p where p.id = s.person_id and p.email = ${email}`,
  );
  await product.subscribe(workspaceId, { recado_team_v1: 1, recado_team_v1_seat: 2 });
  await product.database(
    (sql) => sql`
      insert into app.channel (workspace_id, name, driver, number) values
        (${workspaceId}, 'Tienda', 'simulator', '34600000011'), (${workspaceId}, 'Taller', 'simulator', '34600000012')`,
  );
  await page.goto('/settings/plan');
  const pay = page.getByRole('region', { name: 'Pago y facturas' });
  const seats = page.getByRole('region', { name: 'Personas que pagas' });
  await expect(seats).toContainText('Pagas 3 personas y entra 1.', { timeout: 30_000 });
  // by keys alone
  await seats.getByRole('button', { name: 'Pagar una persona más' }).press('Enter');
  const dialog = page.getByRole('dialog');
  const said = dialog.getByText('Pagas ahora').locator('xpath=following-sibling::dd[1]');
  await expect(said).toHaveText(/^35,09\s€$/);
  await dialog.getByRole('button', { name: 'Pagar y añadir' }).press('Enter');
  await expect(seats).toContainText('Pagas 4 personas', { timeout: 30_000 });
  await expect(page.getByRole('region', { name: 'Facturas', exact: true })).toContainText('35,09');
  await seats.getByRole('button', { name: 'Pagar una persona menos' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Pagar una menos' }).click();
  await expect(seats).toContainText(/Desde el .+ pagarás 3 personas/, { timeout: 30_000 });
  await judge(page, 'plan-seats', pay);

  const down = page.getByRole('region', { name: 'Si cambias de plan' });
  await down.getByLabel('Si pasaras a').selectOption({ label: 'Starter' });
  const numbers = down.getByRole('group', { name: 'Con qué sigues: Números de WhatsApp' });
  await expect(numbers.getByLabel(/Tienda/)).toBeChecked();
  await numbers.getByLabel(/Taller/).check();
  await expect(numbers).toContainText('Has elegido 2 y cabe');
  const go = down.getByRole('button', { name: /^Bajar a Starter el/ });
  await expect(go).toBeDisabled();
  await numbers.getByLabel(/Tienda/).uncheck();
  await judge(page, 'plan-down', down);
  await go.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bajar', exact: true }).click();
  await expect(down).toContainText(/El .+ pasas a Starter\. Ese día descansan: Tienda\./, { timeout: 30_000 });
  await down.getByRole('button', { name: 'Seguir con Equipo' }).click();
  await expect(down).not.toContainText('pasas a Starter', { timeout: 30_000 });
  await go.click();
  await page.getByRole('dialog').getByRole('button', { name: 'Bajar', exact: true }).click();
  await expect(down).toContainText(/El .+ pasas a Starter/, { timeout: 30_000 });
  // arranged with the provider, a month goes by there
  await expect.poll(() => standing(workspaceId), { timeout: 30_000 }).toMatchObject({ planned: 'recado_starter_v1' });
  await product.stripe('_sim/clock', { by: 32 * 86_400 });
  await expect.poll(() => standing(workspaceId), { timeout: 30_000 }).toMatchObject({ plan: 'starter' });
  await page.goto('/settings/connections');
  await expect(page.getByText('Descansa porque el plan no tiene sitio para él.')).toHaveCount(1);
});

/** The renewal was refused so many days before today, as far as is known here. */
const refusedBefore = (workspaceId: string, days: number, state: 'restricted' | 'suspended') =>
  product.database(async (sql) => {
    const since = new Date(Date.now() - days * 86_400_000).toISOString();
    const until = state === 'restricted' ? new Date(Date.now() + (14 - days) * 86_400_000).toISOString() : null;
    const [row] = await sql`
      update guard.billing_account b set picture = jsonb_set(b.picture, '{invoices,0,finalizedAt}', to_jsonb(${since}::text)),
          state = jsonb_build_object('state', ${state}::text, 'because', 'unpaid', 'since', ${since}::text, 'until', ${until}::text),
          stopped_at = case when ${state} = 'suspended' then now() end
        from app.workspace w where w.id = ${workspaceId} and b.account_id = w.account_id returning b.account_id`;
    if (state === 'suspended') await sql`select guard.cancel_account(${row?.account_id}, 'billing', 'not paid')`;
  });

test('a renewal that fails is told over every page until another card has paid it: in grace, when things stop, and when all is for reading', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  const { workspaceId } = await openCompany(page, 'Floristería Nardo');
  const { customer } = await product.subscribe(workspaceId, { recado_pro_v1: 1 });
  await product.giveCard(customer, 'pm_card_chargeCustomerFail');
  await product.stripe('_sim/clock', { by: 32 * 86_400 });
  const banner = page.getByText(/^No hemos podido cobrar tu plan\. Todo funciona hasta el/);
  await expect.poll(() => standing(workspaceId), { timeout: 30_000 }).toMatchObject({ state: 'grace' });
  await page.goto('/inbox');
  await expect(banner).toBeVisible();
  await judge(page, 'owes-grace');
  await refusedBefore(workspaceId, 8, 'restricted');
  await page.reload();
  await expect(page.getByText(/^Tu plan sigue sin pagar\. Puedes contestar a mano/)).toBeVisible();
  await judge(page, 'owes-restricted');
  await refusedBefore(workspaceId, 15, 'suspended');
  await page.reload();
  const paused = page.getByText(/^La cuenta está en pausa por falta de pago/);
  await expect(paused).toBeVisible();
  await judge(page, 'owes-suspended');
  await page.getByRole('button', { name: 'Pagar con otra tarjeta' }).press('Enter');
  await expect(page).toHaveURL(new RegExp(product.urls.stripe));
  await page.getByLabel('Tarjeta').selectOption({ index: 0 });
  await page.getByRole('button', { name: /^Pagar/ }).click();
  await expect(page.getByText(/pagada/)).toBeVisible();
  await page.goto('/settings/plan?paid=1');
  await expect(page.getByText(/^Se renueva el/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/sin pagar|por falta de pago|No hemos podido cobrar/)).toHaveCount(0);
  // and the business is open again
  await expect
    .poll(() =>
      product.database(
        async (sql) => (await sql`select deactivated_at from app.workspace where id = ${workspaceId}`)[0],
      ),
    )
    .toEqual({ deactivated_at: null });
});
