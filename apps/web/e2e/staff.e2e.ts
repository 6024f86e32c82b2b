import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import postgres from 'postgres';
import { judge, openAccount } from './support.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const running = JSON.parse(fs.readFileSync(process.env.RECADO_RUNNING_FILE as string, 'utf8')) as {
  dataDir: string;
  database: { admin: string };
};

/** The command that an operator types at the installation's terminal. */
async function staffCommand(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(ROOT, 'scripts/main.ts'), 'staff', ...args],
    { cwd: ROOT, env: { ...process.env, RECADO_DATA_DIR: running.dataDir } },
  );
  return stdout;
}

async function becomeStaff(page: Page): Promise<string> {
  const email = await openAccount(page);
  expect(await staffCommand('add', email)).toContain('is staff now');
  return email;
}

/** A run that waits long for its next attempt, as the engine would have left it. */
async function plantWaitingRun(): Promise<string> {
  const sql = postgres(running.database.admin, { max: 1, onnotice: () => {} });
  try {
    const tail = String(Date.now()).slice(-8).padStart(16, '0');
    const [row] = await sql`select left(jobs.ulid_floor(clock_timestamp()), 10) || ${tail} as id`;
    const id = row?.id as string;
    await sql.begin(async (tx) => {
      await tx`insert into jobs.event (id, name, body) values (${id}, 'inngest/scheduled.timer', '{"name":"inngest/scheduled.timer","data":{}}')`;
      await tx`insert into jobs.run (id, fn, status, event, started_at) values (${id}, 'recado-every-hour-retention', 'running', ${id}, clock_timestamp())`;
      await tx`insert into jobs.queue (kind, run, fn, state, due, rank, attempt) values ('call', ${id}, 'recado-every-hour-retention', 0,
        clock_timestamp() + interval '1 hour', clock_timestamp() + interval '1 hour', 1)`;
    });
    return id;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

test('whoever is not staff finds nothing at /staff, as at any address that does not exist', {
  tag: '@any-width',
}, async ({ page }) => {
  const look = async (address: string) => {
    const response = await page.goto(address);
    const title = await page.title();
    return { status: response?.status(), title, text: await page.locator('main').textContent() };
  };
  const nothing = await look('/no-existe');
  expect(nothing.status).toBe(404);
  for (const address of ['/staff', '/staff/runs', '/staff/runs/01ARZ3NDEKTSV4RRFFQ69G5FAV', '/staff/queue'])
    expect(await look(address)).toEqual(nothing);
  await openAccount(page);
  for (const address of ['/staff', '/staff/runs', '/staff/queue']) expect(await look(address)).toEqual(nothing);
  const answers = await page.evaluate(async () =>
    Promise.all(
      ['staff.queue', 'staff.nothing'].map(async (name) => {
        const response = await fetch(`/api/trpc/${name}?input=%7B%7D`);
        const { error } = await response.json();
        return { status: response.status, message: error.message, code: error.data.app.code };
      }),
    ),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test('an operator sees the functions with their next times, and a finished run with its steps', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  await becomeStaff(page);
  await page.goto('/staff');
  await expect(page.getByText('Equipo interno')).toBeVisible();
  const sweep = page.locator('[data-function$="every-5-minutes-outbox-sweep"]');
  await expect(sweep).toContainText('*/5 * * * *');
  await expect(sweep).toContainText(/Próxima: (hoy|ayer|\d).*\d\d:\d\d/);
  // the mail with the code of this very sign-up was sent by a run
  await page.getByRole('link', { name: 'Ver las ejecuciones de on-mail-queued' }).click();
  await expect(page).toHaveURL(/function=/);
  const finished = page.locator('[data-run]', { hasText: 'terminada' }).first();
  await finished.getByRole('link').click();
  await expect(page.getByRole('heading', { level: 1, name: 'on-mail-queued' })).toBeVisible();
  await expect(page.locator('[data-step="send"]')).toContainText('hecho');
  // what it carries is fetched when it is opened, and not before
  const asked = page.waitForResponse((response) => response.url().includes('staff.payload'));
  await page.getByText('Contenido de', { exact: false }).click();
  expect((await asked).status()).toBe(200);
  await expect(page.locator('pre').first()).toContainText('mailId');
});

test('an operator cancels a run that waits, and starts one again that has ended', { tag: '@any-width' }, async ({
  page,
}) => {
  test.setTimeout(120_000);
  await becomeStaff(page);
  const id = await plantWaitingRun();
  await page.goto(`/staff/runs?text=${id}`);
  const line = page.locator(`[data-run="${id}"]`);
  await expect(line).toContainText('en marcha');
  await line.getByRole('link').click();
  await page.getByRole('button', { name: 'Cancelar', exact: true }).click();
  await page.getByRole('button', { name: 'Dejarla seguir' }).click();
  await expect(page.getByText('en marcha', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Cancelar', exact: true }).click();
  await page.getByRole('button', { name: 'Cancelar la ejecución' }).click();
  await expect(page.getByText('cancelada', { exact: true })).toBeVisible({ timeout: 20_000 });
  await page.getByRole('button', { name: 'Repetir' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Repetir' }).click();
  const again = page.getByRole('listitem').filter({ hasText: 'Repetida en' });
  await expect(again).toContainText('terminada', { timeout: 20_000 });
  await again.getByRole('link').click();
  await expect(page.getByRole('listitem').filter({ hasText: 'Repite a' })).toContainText(id);
});

test('the area closes at once when the grant is taken back', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(120_000);
  const email = await becomeStaff(page);
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1, name: 'Trabajos' })).toBeVisible();
  expect(await staffCommand('remove', email)).toContain('no longer staff');
  await page.getByRole('link', { name: 'Cola' }).click();
  await expect(page.getByText('Vuelve a cargarla')).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Aquí no hay nada' })).toBeVisible();
});

test('a screen of the staff goes dark when the person logs out in another tab', { tag: '@any-width' }, async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await becomeStaff(page);
  await page.goto('/staff/queue');
  await expect(page.getByRole('heading', { level: 1, name: 'Cola' })).toBeVisible();
  const other = await context.newPage();
  await other.goto('/staff');
  await other.getByRole('button', { name: /Tu cuenta/ }).click();
  await other.getByRole('menuitem', { name: 'Cerrar sesión' }).click();
  await expect(other).toHaveURL(/\/login/);
  await expect(page.getByRole('alert').getByRole('heading', { name: /sesión/ })).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('Equipo interno')).toHaveCount(0);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Aquí no hay nada' })).toBeVisible();
});

test('everybody can read and reach the lists of the staff', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(150_000);
  await becomeStaff(page);
  await page.goto('/staff');
  await expect(page.locator('[data-function]').first()).toBeVisible();
  await judge(page, 'staff-functions');
  await page.goto('/staff/runs');
  await expect(page.locator('[data-run]').first()).toBeVisible();
  await judge(page, 'staff-runs');
  await page.goto('/staff/runs?text=NADA');
  await expect(page.getByText('Nada coincide con estos filtros')).toBeVisible();
  await judge(page, 'staff-runs-none');
  await page.goto('/staff/queue');
  await expect(page.getByRole('img', { name: /Ejecuciones acabadas por hora/ })).toBeVisible();
  await judge(page, 'staff-queue');
  await page.goto('/staff/dead-letters');
  await expect(page.getByRole('heading', { name: 'Apartados' })).toBeVisible();
  await judge(page, 'staff-dead-letters');
});

test('the staff sees the wall, answers whoever asked for a word, and finds that in its log', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(150_000);
  const email = await becomeStaff(page);
  await page.goto('/staff');
  // as from the notice about one session, which has its own journey
  const asked = await page.evaluate(async () => {
    const answer = await fetch('/api/trpc/plans.talkToUs', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ source: 'explainer', words: 'Somos tres en la tienda y compartimos el ordenador.' }),
    });
    return answer.status;
  });
  expect(asked).toBe(200);
  await page.goto('/staff/wall');
  const lead = page.locator('[data-lead]').filter({ hasText: email });
  await expect(lead).toContainText('compartimos el ordenador');
  await expect(page.getByRole('rowheader', { name: '45' })).toBeVisible();
  await judge(page, 'staff-wall');
  await lead.getByRole('button', { name: 'Marcar como contestado' }).click();
  await expect(lead).toHaveCount(0);
  await page.getByText('Contestados', { exact: true }).click();
  await expect(lead).toContainText('Contestó');
  await page.goto('/staff/log');
  await expect(page.locator('[data-action="lead.handled"]').first()).toBeVisible();
  await judge(page, 'staff-log');
});

test('everybody can read and reach a run and what may be done about it', { tag: '@any-width' }, async ({ page }) => {
  test.setTimeout(150_000);
  await becomeStaff(page);
  await page.goto(`/staff/runs/${await plantWaitingRun()}`);
  await page.getByText('Contenido de', { exact: false }).click();
  await expect(page.locator('pre')).toBeVisible();
  await judge(page, 'staff-run');
  await page.getByRole('button', { name: 'Cancelar', exact: true }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await judge(page, 'staff-cancel');
  await page.goto('/staff/runs/nada');
  await expect(page.getByRole('heading', { name: 'Esta ejecución no está' })).toBeVisible();
  await judge(page, 'staff-run-missing');
});
