import type { CaughtMail, MailSummary } from './mail-store.ts';
import { escaped, page } from './page.ts';

const when = new Intl.DateTimeFormat('es-ES', { dateStyle: 'medium', timeStyle: 'medium' });

/** The list of caught mails, newest first. */
export function mailListPage(mails: readonly MailSummary[]): string {
  const rows = mails.map(
    (mail) => `<li><a href="/messages/${mail.id}"><strong>${escaped(mail.subject || 'Sin asunto')}</strong>
<time datetime="${mail.at}">${when.format(new Date(mail.at))}</time><span>Para ${escaped(mail.to.join(', '))}</span></a></li>`,
  );
  const body =
    mails.length === 0
      ? '<p>Todavía no ha llegado ninguno. Crea una cuenta en Recado y aquí verás su correo.</p>'
      : `<ul>${rows.join('')}</ul><p></p><form method="post" action="/messages/clear"><button>Vaciar el buzón</button></form>`;
  return page(
    'Buzón de Recado',
    `<h1>Buzón</h1><p>Aquí llegan los correos que envía esta instalación. Ninguno sale de esta máquina.</p>${body}`,
    '<meta http-equiv="refresh" content="8">',
  );
}

/** One mail: its head, the HTML in a closed frame, the plain text below. */
export function mailPage(mail: CaughtMail): string {
  const attachments = mail.attachments.map((part) => `${part.filename || part.mimeType} (${part.bytes} bytes)`);
  return page(
    mail.subject || 'Sin asunto',
    `<nav><a href="/">Volver al buzón</a><form method="post" action="/messages/${mail.id}/delete"><button>Borrar</button></form></nav>
<h1>${escaped(mail.subject || 'Sin asunto')}</h1>
<dl><dt>De</dt><dd>${escaped(mail.from)}</dd><dt>Para</dt><dd>${escaped(mail.to.join(', '))}</dd><dt>Fecha</dt><dd><time datetime="${mail.at}">${when.format(new Date(mail.at))}</time></dd>
${attachments.length ? `<dt>Adjuntos</dt><dd>${escaped(attachments.join(', '))}</dd>` : ''}</dl>
${mail.html ? `<iframe title="Contenido del correo" sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${mail.id}/html"></iframe>` : ''}
<pre>${linked(mail.text || 'Este correo no trae texto.')}</pre>`,
  );
}

/** A short page for an address where nothing is. */
export const missingPage = (): string =>
  page('No está', '<h1>Ese correo ya no está</h1><p><a href="/">Volver al buzón</a></p>');

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<]+/g,
    (url) => `<a href="${url}" target="_blank" rel="noreferrer">${url}</a>`,
  );
}
