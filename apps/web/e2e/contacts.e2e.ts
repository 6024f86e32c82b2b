import { expect, test } from '@playwright/test';
import { judge, openCompany } from './support.ts';

test('a person finds whom they mean, changes many at once and back, keeps a segment, and tells on one card what was agreed', {
  tag: '@any-width',
}, async ({ page }) => {
  const { workspaceId, browser } = await openCompany(page, 'Peluquería Sol');
  await page.goto('/contacts');
  await expect(page.getByRole('heading', { name: 'Aún no hay contactos' })).toBeVisible();
  await judge(page, 'contacts-empty');
  for (const [name, kind, phone] of [
    ['Ana Vega', 'vip', '+34 612 345 601'],
    ['Bea Sanz', 'customer', '+34 612 345 602'],
    ['Carla Ruiz', 'customer', '+52 55 1234 5603'],
  ] as const)
    await browser.mutate('contacts.create', { workspaceId, input: { name, kind, phones: [phone] } });

  await page.reload();
  await page.getByRole('button', { name: 'Nuevo contacto' }).first().click();
  const form = page.getByRole('dialog', { name: 'Un contacto nuevo' });
  await form.getByLabel('Teléfono').fill('612 345 602');
  await form.getByRole('button', { name: 'Crear contacto' }).click();
  await expect(form.getByText(/ya es de otro contacto/)).toBeVisible();
  await form.getByLabel('Nombre').fill('Dora Gil');
  await form.getByLabel('Teléfono').fill('612 345 604');
  await form.getByRole('button', { name: 'Crear contacto' }).click();
  await expect(page.getByRole('heading', { name: 'Dora Gil' })).toBeVisible();

  await page.getByRole('button', { name: 'Anotar' }).click();
  const consent = page.getByRole('dialog', { name: 'Consentimiento' });
  await consent.getByLabel('Qué se le preguntó, palabra por palabra').fill('¿Te avisamos de las ofertas?');
  await consent.getByRole('button', { name: 'Anotar' }).click();
  await expect(page.getByText('Acepta publicidad por WhatsApp')).toBeVisible();
  await page.getByRole('button', { name: 'Cambiar Ciudad' }).click();
  await page.getByRole('textbox', { name: 'Ciudad' }).fill('Soria');
  await page.keyboard.press('Enter');
  const city = page.getByRole('button', { name: 'Cambiar Ciudad' });
  await expect(city).toContainText('Soria');
  await expect(city).toBeFocused();
  // Escape keeps nothing, leaving does, and whoever leaves by a press elsewhere stays there
  await city.press('Enter');
  await page.getByRole('textbox', { name: 'Ciudad' }).fill('Burgos');
  await page.keyboard.press('Escape');
  await expect(city).toContainText('Soria');
  await city.click();
  await page.getByRole('textbox', { name: 'Ciudad' }).fill('León');
  await page.getByRole('button', { name: 'Cambiar Empresa' }).click();
  await expect(city).toContainText('León');
  await page.getByRole('textbox', { name: 'Empresa' }).fill('Talleres');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Cambiar Empresa' })).toContainText('Talleres');
  await expect(page.getByText('¿Te avisamos de las ofertas?')).toBeVisible();

  // what this business notes besides, and on the card it is at once
  await page.getByRole('link', { name: 'Crear o cambiar campos' }).click();
  await page.getByRole('button', { name: 'Crear un campo' }).click();
  const field = page.getByRole('dialog', { name: 'Un campo nuevo' });
  await field.getByLabel('Nombre').fill('Talla');
  await field.getByLabel('Qué se apunta').selectOption({ label: 'Una opción de una lista' });
  await field.getByRole('button', { name: 'Guardar' }).click();
  await expect(field.getByText('Escribe al menos una opción.')).toBeVisible();
  await field.getByLabel('Opciones').fill('S\nM\nm\nL');
  await field.getByRole('button', { name: 'Guardar' }).click();
  await expect(page.getByText('S · M · L')).toBeVisible();
  await judge(page, 'contact-fields');
  await page.goBack();
  const size = page.getByRole('button', { name: 'Cambiar Talla' });
  await size.click();
  await page.getByRole('combobox', { name: 'Talla' }).selectOption('M');
  await expect(size).toContainText('M');
  await judge(page, 'contact');

  await page.getByRole('link', { name: 'Contactos' }).first().click();
  await expect(page.getByText('4 contactos')).toBeVisible();
  await judge(page, 'contacts');
  await page.getByRole('button', { name: 'Filtrar' }).click();
  const filter = page.getByRole('dialog', { name: 'A quién ves' });
  await filter.getByRole('combobox', { name: 'Valor' }).selectOption({ label: 'Cliente' });
  await expect(filter.getByText('2 contactos')).toBeVisible();
  await judge(page, 'contacts-filter');
  await filter.getByRole('button', { name: 'Ver contactos' }).click();
  await expect(page.getByRole('row', { name: /Bea Sanz/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /Ana Vega/ })).toBeHidden();
  await page.getByRole('button', { name: 'Guardar como segmento' }).click();
  await page.getByLabel('Nombre del segmento').fill('Clientas');
  await page.getByRole('button', { name: 'Guardar', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Clientas', exact: true })).toBeVisible();

  for (const name of ['Bea Sanz', 'Carla Ruiz']) await page.getByLabel(`Elegir a ${name}`).check();
  const bulk = page.getByRole('region', { name: 'Elegidos' });
  await expect(bulk.getByText('2 elegidos')).toBeVisible();
  await bulk.getByRole('button', { name: 'Borrar' }).click();
  await expect(page.getByText('Nadie encaja')).toBeVisible();
  await page.getByRole('button', { name: 'Deshacer' }).click();
  await expect(page.getByRole('row', { name: /Carla Ruiz/ })).toBeVisible();
  await page.getByRole('button', { name: 'Todos', exact: true }).click();
  await page.getByRole('searchbox', { name: 'Nombre, teléfono o correo' }).fill('5215512345603');
  await expect(page.getByText('1 contacto', { exact: true })).toBeVisible();
  await expect(page.getByRole('row', { name: /Carla Ruiz/ })).toBeVisible();

  // a label that nobody has yet is made where it is put on, and stands in the list for whoever wants it there
  await page.getByRole('searchbox', { name: 'Nombre, teléfono o correo' }).fill('Carla');
  // at once: what was typed a moment ago takes the page not back
  await page.getByRole('link', { name: /Carla Ruiz/ }).click();
  await page.getByRole('button', { name: 'Etiqueta', exact: true }).click();
  await page.getByRole('dialog', { name: 'Etiquetas' }).getByRole('combobox').fill('Mayorista');
  await page.getByRole('option', { name: 'Crear «Mayorista»' }).click();
  await expect(page.getByRole('button', { name: 'Quitar Mayorista' })).toBeVisible();
  await page.goBack();
  await page.getByRole('searchbox', { name: 'Nombre, teléfono o correo' }).fill('');
  if (test.info().project.name === 'desktop') {
    await page.getByRole('button', { name: 'Elegir columnas' }).click();
    await page.getByRole('dialog', { name: 'Elegir columnas' }).getByLabel('Etiquetas').check();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('row', { name: /Carla Ruiz.*Mayorista/ })).toBeVisible();
  }

  // the same Bea twice: side by side, made one, and the way back on her card
  await browser.mutate('contacts.create', {
    workspaceId,
    input: { name: 'Bea Sanz Gil', email: 'bea@sol.example', phones: ['+34 612 345 609'] },
  });
  await page.getByRole('searchbox', { name: 'Nombre, teléfono o correo' }).fill('Bea Sanz');
  await page.getByRole('link', { name: /Bea Sanz(?! Gil)/ }).click();
  await page.getByRole('button', { name: 'Más acciones' }).click();
  await page.getByRole('menuitem', { name: 'Unir con…' }).click();
  const join = page.getByRole('dialog', { name: 'Unir a Bea Sanz con otra ficha' });
  await join.getByRole('searchbox').fill('sanz gil');
  await join.getByRole('link', { name: /Bea Sanz Gil/ }).click();
  await expect(page.getByRole('heading', { name: '¿Es la misma persona?' })).toBeVisible();
  await expect(page.getByRole('radio', { name: 'Bea Sanz Gil', exact: true })).toBeChecked();
  await judge(page, 'contacts-side-by-side');
  await page.getByRole('button', { name: 'Unir en una ficha' }).click();
  await expect(page.getByRole('heading', { name: 'Bea Sanz Gil' })).toBeVisible();
  await expect(page.getByText('bea@sol.example')).toBeVisible();
  await page.getByRole('button', { name: 'Separar' }).click();
  await expect(page.getByRole('heading', { name: 'Bea Sanz', exact: true })).toBeVisible();
  await expect(page.getByText('bea@sol.example')).toBeHidden();
  await page.goto('/contacts/duplicates');
  await expect(page.getByRole('heading', { name: 'No vemos duplicados' })).toBeVisible();
  await judge(page, 'contacts-duplicates');
});
