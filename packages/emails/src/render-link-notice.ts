import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import type { MailHouse } from './render-mail.ts';

/**
 * The words by which a company's own number tells somebody on WhatsApp that conversations wait, with the way in and the way out. What stops them
 * stands after the mark, which no server sees.
 */
export function renderLinkNotice(
  notice: {
    locale: string;
    workspace: string;
    waiting: number;
    linkId: string;
    conversationId: string;
    offToken: string;
  },
  house: MailHouse,
): string {
  const { workspace, waiting, linkId, conversationId, offToken } = notice;
  const locale = isLocale(notice.locale) ? notice.locale : 'es';
  const t = createTranslator(messagesOf(locale, house.product).mail, locale);
  const page = `${house.publicUrl}/w/${linkId}`;
  return [
    t('link-attention.whatsapp', { workspace, waiting }),
    `${page}?c=${conversationId}`,
    t('link-attention.whatsappStop', { off: `${page}/off#${offToken}` }),
  ].join('\n\n');
}
