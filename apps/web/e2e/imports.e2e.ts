import { readFile } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { judge, openCompany } from './support.ts';

const FILE = [
  'Nombre;Móvil;Correo;Etiquetas;Talla',
  'Ana Vega;612 345 601;ana@ejemplo.es;vip;M',
  'Bea Sanz;612345602;;;S',
  'Sin Nada;;;;',
  'Ana otra vez;+34 612 345 601;;;',
  'Carla Ruiz;61234;;;',
  'Dora Gil;612 345 604;;vip, taller;L',
].join('\r\n');

test('a file of contacts is tried without changing anything, brought in with an answer about consent, and taken back', {
  tag: '@any-width',
}, async ({ page }) => {
  test.setTimeout(120_000);
  await openCompany(page, 'Peluquería Sol');
  await page.goto('/contacts');
  await page
    .getByRole('link', { name: /Importar/ })
    .first()
    .click();
  const bring = (name: string, mimeType: string, text: string) =>
    page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(text, 'latin1') });
  await expect(page.getByText('Arrastra aquí tu archivo o elígelo')).toBeVisible();
  await bring('vacio.csv', 'text/csv', '');
  await expect(page.getByText('El archivo está vacío.')).toBeVisible();
  await judge(page, 'import-refused');

  // as an old spreadsheet writes it: semicolons, and letters of Windows
  await bring('agenda.csv', 'text/csv', FILE);
  await expect(page.getByRole('heading', { name: 'Qué es cada columna' })).toBeVisible();
  await expect(page.getByText('punto y coma')).toBeVisible();
  await expect(page.getByLabel('Móvil: qué es')).toHaveValue('phone');
  await page.getByLabel('Talla: qué es').selectOption({ label: 'Campo propio nuevo…' });
  await expect(page.getByLabel('Talla: qué es')).toHaveValue(/^field:/);
  await judge(page, 'import-columns');
  await page.getByRole('button', { name: 'Probar sin cambiar nada' }).click();
  await expect(page.getByRole('heading', { name: 'Qué pasaría' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('No tiene teléfono ni correo.')).toBeVisible();
  await expect(page.getByText('Es un número corto.')).toBeVisible();
  await expect(page.getByText(/Repite el contacto de la fila/)).toBeVisible();
  await expect(page.getByText('Se crearán 2 etiquetas nuevas.')).toBeVisible();
  const start = page.getByRole('button', { name: 'Importar 3 contactos' });
  await expect(start).toBeDisabled();
  await judge(page, 'import-tried');
  await page.getByRole('radio', { name: /No, o no lo sé/ }).check({ force: true });
  await start.click();
  await expect(page.getByRole('heading', { name: 'Hecho' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('3 contactos nuevos')).toBeVisible();
  await judge(page, 'import-done');

  await page.goto('/contacts');
  await expect(page.getByRole('row', { name: /Dora Gil/ })).toBeVisible();

  // what the list shows is taken away as a file, after it was said how many they are and who will know
  await page.getByRole('searchbox', { name: 'Nombre, teléfono o correo' }).fill('gil');
  await expect(page.getByRole('row', { name: /Ana Vega/ })).toBeHidden();
  await page.getByRole('link', { name: 'Exportar' }).click();
  await expect(page.getByText('1 contacto', { exact: true })).toBeVisible();
  await expect(page.getByText(/Avisaremos por correo a Ana Ruiz/)).toBeVisible();
  await page.getByRole('radio', { name: /CSV/ }).check({ force: true });
  await judge(page, 'export-before');
  await page.getByRole('button', { name: 'Crear el archivo' }).click();
  const fetched = page.getByRole('button', { name: 'Descargar' });
  await expect(fetched).toBeVisible({ timeout: 30_000 });
  const coming = page.waitForEvent('download');
  await fetched.click();
  const file = await readFile((await (await coming).path()) as string, 'utf8');
  expect(file.split('\r\n')[0]).toMatch(/^\ufeffRecado ID;Nombre;Teléfono/);
  expect(file).toContain('Dora Gil;+34 612345604');
  expect(file).not.toContain('Ana Vega');
  await expect(page.getByText(/Descargado 1 vez/)).toBeVisible();
  await judge(page, 'export-ready');

  await page.goto('/contacts/import');
  await page.getByRole('button', { name: 'Abrir agenda.csv' }).click();
  await page.getByRole('button', { name: 'Deshacer la importación' }).click();
  await expect(page.getByText('3 contactos quitados')).toBeVisible({ timeout: 30_000 });
  await page.goto('/contacts');
  await expect(page.getByRole('heading', { name: 'Aún no hay contactos' })).toBeVisible();
});
