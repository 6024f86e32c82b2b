import type { CaughtMail, MailSummary } from './mail-store.ts';

const STYLE = `
:root{color-scheme:light dark;--paper:#FBF8F3;--surface:#FFFFFF;--ink:#1B2330;--quiet:#5B6472;--line:#E7E1D6;--brand:#2746C7;--danger:#B3264A}
@media (prefers-color-scheme:dark){:root{--paper:#12151B;--surface:#1A1F28;--ink:#ECE7DD;--quiet:#A7AEBB;--line:#2B313C;--brand:#8EA2FF;--danger:#F08AA4}}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:15px/24px "Instrument Sans",system-ui,sans-serif;font-variant-numeric:tabular-nums}
main{max-width:860px;margin:0 auto;padding:32px 20px 64px}h1{font:400 32px/40px "Instrument Serif",Georgia,serif;margin:0 0 4px}
p{margin:0 0 24px;color:var(--quiet)}a{color:var(--brand)}ul{list-style:none;margin:0;padding:0;border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:1fr auto;gap:0 16px;padding:12px 4px;border-bottom:1px solid var(--line);color:inherit;text-decoration:none}
li a:hover strong,li a:focus-visible strong{color:var(--brand)}li span,time{color:var(--quiet);font-size:13px;line-height:18px}strong{font-weight:600;overflow-wrap:anywhere}
button{font:inherit;color:var(--danger);background:none;border:1px solid var(--line);border-radius:10px;padding:6px 14px;cursor:pointer}
:focus-visible{outline:2px solid var(--brand);outline-offset:2px}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:10px;background:#fff;margin:16px 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--surface);border:1px solid var(--line);border-radius:10px;padding:16px;font:13px/20px ui-monospace,monospace}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:16px 0}dt{color:var(--quiet)}dd{margin:0;overflow-wrap:anywhere}form{display:inline}nav{display:flex;justify-content:space-between;align-items:center;margin-bottom:24px}`;

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

function page(title: string, body: string, head = ''): string {
  return `<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${head}<title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;
}

function linked(text: string): string {
  return escaped(text).replace(
    /https?:\/\/[^\s<]+/g,
    (url) => `<a href="${url}" target="_blank" rel="noreferrer">${url}</a>`,
  );
}

function escaped(text: string): string {
  const named: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return text.replace(/[&<>"']/g, (sign) => named[sign] as string);
}
