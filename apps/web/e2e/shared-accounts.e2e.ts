import { expect, type Page, test } from '@playwright/test';
import { judge, letProofAge, openAccount, PASSWORD, product } from './support.ts';

/** What the hour that weighs logins would have left of somebody. */
async function plantCase(email: string): Promise<void> {
  const side = (browser: string, system: string, place: string) => ({ browser, system, place, kind: 'fixed' });
  const between = [side('Chrome', 'Windows', 'ES Sevilla'), side('Chrome', 'Android', 'ES Madrid')];
  const evidence = { count: 4, between, times: [], sessions: [], events: [] };
  const detail = {
    families: [
      { family: 'contention', points: 40, cap: 40 },
      { family: 'rhythm', points: 35, cap: 35 },
    ],
    discounts: [],
    days: 5,
    isCertain: false,
    isReached: true,
  };
  await product.database(async (sql) => {
    const [row] = await sql`
      select p.id, w.account_id from guard.person p join app.member m on m.person_id = p.id join app.workspace w on w.id = m.workspace_id
       where p.email = ${email} and not w.is_demo limit 1`;
    await sql`insert into guard.sharing_case (person_id, account_id, state, score, detail, contacts, opened_at, weighed_at)
      values (${row?.id}, ${row?.account_id}, 'open', 75, ${JSON.stringify(detail)}::text::jsonb, 64, clock_timestamp(), clock_timestamp())`;
    for (const [kind, days] of [
      ['pingPong', 1],
      ['rhythm', 2],
    ] as const)
      await sql`insert into guard.sharing_signal (person_id, key, kind, day, at, is_strong, evidence)
        values (${row?.id}, ${`${kind}:pair:day`}, ${kind}, current_date - ${days}::integer, clock_timestamp() - make_interval(days => ${days}), true,
          ${JSON.stringify(evidence)}::text::jsonb)`;
  });
}

async function becomeStaff(page: Page): Promise<string> {
  const email = await openAccount(page);
  await product.database((sql) => sql`select guard.grant_staff(${email}, 'test')`);
  return email;
}

test('people read why their account looks shared, and say that it is all them', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(240_000);
  const email = await openAccount(page);
  await page.goto('/settings/security');
  await expect(page.getByRole('heading', { name: 'Dispositivos', exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Tu cuenta parece compartida' })).toHaveCount(0);
  await plantCase(email);
  await page.reload();
  const seen = page.getByRole('list', { name: 'Lo que hemos visto, de lo último a lo primero' });
  await expect(seen).toContainText('4 cambios entre Windows/Sevilla y Android/Madrid en menos de una hora');
  await judge(page, 'shared-use');
  await letProofAge(email);
  await page.getByRole('button', { name: 'Soy yo en todos' }).click();
  const proof = page.getByRole('dialog', { name: 'Demuestra que eres tú' });
  await proof.getByLabel('Tu contraseña').fill(PASSWORD);
  await proof.getByRole('button', { name: 'Confirmar' }).click();
  await expect(page.getByText('Dijiste que eres tú')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Soy yo en todos' })).toHaveCount(0);
  await judge(page, 'shared-use-contested');
});

test('the staff sees why, and lets a case be with a reason', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(240_000);
  const email = await becomeStaff(page);
  await plantCase(email);
  await page.goto('/staff/sharing');
  const line = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: email }) });
  await expect(line).toContainText('75 puntos');
  await expect(line).toContainText('cambios de mano 40/40');
  await judge(page, 'staff-sharing');
  await line.getByRole('button', { name: 'Uso legítimo' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Uso legítimo' }).click();
  await expect(dialog.getByText('Escribe el motivo: tres letras o más.')).toBeVisible();
  await judge(page, 'staff-sharing-move');
  await dialog.getByLabel('Motivo').fill('Son dos tiendas suyas');
  await dialog.getByRole('button', { name: 'Uso legítimo' }).click();
  await expect(line).toHaveCount(0);
  await page.getByLabel('Estado').selectOption('ignored');
  await expect(line.getByRole('button', { name: 'Volver a abrir' })).toBeVisible();
  await page.goto('/staff/log');
  await expect(page.getByText('Son dos tiendas suyas').first()).toBeVisible();
});
