import { escaped, page } from './page.ts';

/** Asks who comes, in the place of an issuer's own page; the form goes back to the address that it was opened with. */
export function accountPage(issuer: { label: string; speaksForMailboxes: boolean }): string {
  const tick = `<label class="tick"><input type="checkbox" name="runsMailbox" value="1"><span>${escaped(issuer.label)} lleva el correo de esta dirección (así no hace falta comprobarla con un código)</span></label>`;
  return page(
    `Cuenta de prueba de ${issuer.label}`,
    `<h1>Cuenta de prueba de ${escaped(issuer.label)}</h1><p>Esto hace de ${escaped(issuer.label)} en este ordenador, para que pruebes a entrar con una cuenta. No sale nada de aquí: escribe el nombre y el correo que quieras. El mismo correo es siempre la misma cuenta.</p>
<form method="post" class="ask"><label>Nombre<input name="name" required maxlength="80" autocomplete="name"></label>
<label>Correo<input name="email" type="email" required maxlength="254" autocomplete="email"></label>
${issuer.speaksForMailboxes ? tick : ''}
<button class="first">Continuar</button><button name="answer" value="no" formnovalidate>Cancelar</button></form>`,
  );
}

/** For an address where no client of ours asks for anything. */
export const strangePage = (): string =>
  page('No está', '<h1>Aquí no hay nada</h1><p>Vuelve a Recado y empieza otra vez.</p>');
