// The mails that the product writes, in the reader's language, as text and HTML.

export { renderLinkNotice } from './render-link-notice.ts';
export { type MailTemplate, mailTemplates, renderMail } from './render-mail.ts';
export { renderPush } from './render-push.ts';
export { renderText } from './render-text.ts';
