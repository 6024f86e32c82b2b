import { expect, type Page, test } from '@playwright/test';
import { expectAccessible, picture, signUp } from './support.ts';

/** Nothing is wider than the screen, nothing shuts anybody out, and a picture is kept for people to look at. */
async function judge(page: Page, name: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready);
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main, section, article, ul, [role=dialog]')]
      .filter((place) => place.scrollWidth > place.clientWidth + 1)
      .map((place) => `${place.tagName}: ${place.scrollWidth} in ${place.clientWidth}`),
  );
  expect.soft(tooWide, `${name} is wider than its place`).toEqual([]);
  await expectAccessible(page);
  await picture(page, name);
}

for (const look of ['light', 'dark'] as const) {
  test.describe(`in ${look}`, () => {
    test.use({ colorScheme: look, contextOptions: { reducedMotion: 'reduce' } });

    test('people see who is in their account, take their history with them and have it forgotten', async ({ page }) => {
      test.setTimeout(240_000);
      await signUp(page);
      await page.goto('/inbox');
      await page.getByRole('button', { name: /Tu cuenta/ }).click();
      await page.getByRole('menuitem', { name: 'Seguridad' }).click();
      await expect(page.getByRole('heading', { name: 'Seguridad', level: 1 })).toBeVisible();
      await expect(page.locator('[data-session=current]')).toContainText('Esta sesión');
      await expect(page.locator('[data-device=current]')).toContainText('Este dispositivo');
      await expect(page.locator('[data-event=init]')).toContainText('Se entró en tu cuenta con');
      await judge(page, `security-${look}`);

      await page.getByRole('button', { name: 'Descargar mi historial' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await judge(page, `security-take-${look}`);
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Completo (JSON)' }).click(),
      ]);
      expect(file.suggestedFilename()).toMatch(/^recado-[\d-]+\.json$/);
      await expect(page.locator('[data-event=exported]')).toBeVisible();

      await page.getByRole('button', { name: 'Borrar mi historial' }).click();
      await judge(page, `security-forget-${look}`);
      await page.getByRole('dialog').getByRole('button', { name: 'Borrar mi historial' }).click();
      // nothing is a day old yet, so nothing went
      await expect(page.locator('[data-event=erased]')).toContainText('0 sesiones');
      await expect(page.locator('[data-event=init]')).toBeVisible();
      await judge(page, `security-after-${look}`);
    });

    test('the help answers without a session, and finds words without their accents', async ({ page }) => {
      await page.goto('/ayuda');
      await judge(page, `help-${look}`);
      await page.getByLabel('Buscar en la ayuda').fill('contrasena asistente');
      await expect(page.getByRole('status')).toHaveText('1 artículo');
      await judge(page, `help-found-${look}`);
      await page.getByLabel('Buscar en la ayuda').fill('hipopótamo');
      await expect(page.getByRole('status')).toContainText('No hemos encontrado nada');
      await page.getByLabel('Buscar en la ayuda').fill('inactividad');
      await page.getByRole('link', { name: /Por qué se cierra la sesión por inactividad/ }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Por qué se cierra la sesión por inactividad');
      await judge(page, `help-article-${look}`);
      expect((await page.goto('/ayuda/no-existe'))?.status()).toBe(404);
    });

    test('a person is called and spoken to as they say', async ({ page }) => {
      await signUp(page);
      await page.goto('/settings/profile');
      // a form that is not awake yet gets its first value back
      await expect(async () => {
        await page.getByLabel('Tu nombre').fill('');
        await page.getByRole('button', { name: 'Guardar' }).click();
        await expect(page.getByText('Falta este dato')).toBeVisible({ timeout: 2_000 });
      }).toPass();
      await judge(page, `profile-${look}`);
      await page.getByLabel('Tu nombre').fill('Ana María Ruiz');
      await page.getByLabel('Zona horaria').selectOption('America/Mexico_City');
      await page.getByLabel('Idioma').selectOption('en');
      await page.getByRole('button', { name: 'Guardar' }).click();
      await expect(page.getByRole('heading', { name: 'Your profile' })).toBeVisible();
      await page.reload();
      await expect(page.getByLabel('Your name')).toHaveValue('Ana María Ruiz');
      await expect(page.getByLabel('Time zone')).toHaveValue('America/Mexico_City');
      await page.goto('/settings/security');
      await expect(page.getByRole('heading', { name: 'Security', level: 1 })).toBeVisible();
      await judge(page, `security-english-${look}`);
    });
  });
}
