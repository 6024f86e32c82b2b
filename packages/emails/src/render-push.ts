import { createTranslator, isLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';

/** Who and what, or only how many. */
type PushText =
  | { count: number }
  | {
      kind:
        | 'attention'
        | 'assigned'
        | 'mention'
        | 'planned'
        | 'overdue'
        | 'rating'
        | 'channel_down'
        | 'limit'
        | 'export'
        | 'history'
        | 'security';
      name: string | null;
      preview: string;
      workspace: string;
    };

/** What a browser shows of a push, in its reader's language. */
export function renderPush(
  text: PushText & { locale: string },
  house: { product: string },
): { title: string; body: string } {
  const locale = isLocale(text.locale) ? text.locale : 'es';
  const t = createTranslator(messagesOf(locale, house.product).notifications, locale);
  if ('count' in text) return { title: house.product, body: t('push.count', { count: text.count }) };
  const name = text.name ?? t('push.somebody');
  return { title: t(`push.${text.kind}`, { name }), body: [text.preview, text.workspace].filter(Boolean).join(' · ') };
}
