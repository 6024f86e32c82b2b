/** The paper every mail is written on: one column, one action, readable without images or styles. */
export function page(mail: {
  locale: string;
  /** Whose paper it is. */
  heading: string;
  paragraphs: string[];
  code?: string;
  /** The browser and system that the mail speaks of. */
  device?: string;
  /** What to do, in order. */
  steps?: string[];
  button?: { label: string; link: string };
  after: string[];
  /** Where such mails are stopped. */
  stop?: { label: string; link: string };
  /** What the company works with, where its paper says so. */
  by?: string;
}): string {
  const p = (text: string, quiet = false) =>
    `<p style="margin:0 0 16px;font-size:${quiet ? 13 : 15}px;line-height:24px;color:${quiet ? '#5B6472' : '#1B2330'}">${escapeHtml(text)}</p>`;
  const code = mail.code
    ? `<p style="margin:8px 0 24px;font-size:32px;line-height:40px;letter-spacing:8px;font-weight:600;color:#1B2330;font-variant-numeric:tabular-nums">${escapeHtml(mail.code)}</p>`
    : '';
  const device = mail.device
    ? `<p style="margin:0 0 16px;padding:12px 16px;border-left:3px solid #B94F27;background:#FBF8F3;font-size:15px;line-height:24px;font-weight:600;color:#1B2330">${escapeHtml(mail.device)}</p>`
    : '';
  const steps = mail.steps?.length
    ? `<ol style="margin:0 0 24px;padding-left:20px;font-size:15px;line-height:24px;color:#1B2330">${mail.steps.map((step) => `<li style="margin:0 0 8px">${escapeHtml(step)}</li>`).join('')}</ol>`
    : '';
  const button = mail.button
    ? `<p style="margin:8px 0 24px"><a href="${escapeHtml(mail.button.link)}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#2746C7;color:#FFFFFF;font-size:15px;text-decoration:none">${escapeHtml(mail.button.label)}</a></p>`
    : '';
  const stop = mail.stop
    ? `<p style="margin:0;font-size:13px;line-height:24px"><a href="${escapeHtml(mail.stop.link)}" style="color:#5B6472">${escapeHtml(mail.stop.label)}</a></p>\n`
    : '';
  return `<!doctype html><html lang="${mail.locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(mail.heading)}</title></head>
<body style="margin:0;padding:32px 16px;background:#FBF8F3;font-family:'Instrument Sans',system-ui,sans-serif">
<main style="max-width:480px;margin:0 auto;padding:32px;background:#FFFFFF;border:1px solid #E7E1D6;border-radius:10px">
<p style="margin:0 0 24px;font-size:15px;font-weight:600;color:#2746C7">${escapeHtml(mail.heading)}</p>
${mail.paragraphs.map((text) => p(text)).join('\n')}
${code}${device}${steps}${button}
${mail.after.map((text) => p(text, true)).join('\n')}
${stop}${mail.by ? `${p(mail.by, true)}\n` : ''}</main></body></html>`;
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
