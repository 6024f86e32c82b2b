import { chooseLocale } from '@recado/i18n';
import { messagesOf } from '@recado/i18n/messages';
import { readPublicConfig } from '../../features/session/read-viewer.ts';

const icon = (name: string, side: number, purpose: 'any' | 'maskable') => ({
  src: `/icons/${name}-${side}.png`,
  sizes: `${side}x${side}`,
  type: 'image/png',
  purpose,
});

/** What a browser needs to install Recado, in the language and the look that the address asks for. */
export async function GET(request: Request): Promise<Response> {
  const { searchParams } = new URL(request.url);
  const locale = chooseLocale(searchParams.get('lang') ?? undefined, null);
  const { productName } = await readPublicConfig();
  const { install, nav } = messagesOf(locale, productName).shell;
  const paper = searchParams.get('theme') === 'dark' ? '#12151b' : '#fbf8f3';
  const shortcut = (name: string, url: string) => ({ name, url, icons: [icon('icon', 192, 'any')] });
  const manifest = {
    id: '/',
    name: productName,
    short_name: productName,
    description: install.description,
    lang: locale,
    dir: 'ltr',
    start_url: '/inbox',
    scope: '/',
    display: 'standalone',
    background_color: paper,
    theme_color: paper,
    categories: ['business', 'productivity'],
    icons: [
      icon('icon', 192, 'any'),
      icon('icon', 512, 'any'),
      icon('maskable', 192, 'maskable'),
      icon('maskable', 512, 'maskable'),
    ],
    shortcuts: [
      shortcut(install.unread, '/inbox?view=unread'),
      shortcut(nav.contacts, '/contacts'),
      shortcut(install.notifications, '/settings/notifications'),
    ],
  };
  return new Response(JSON.stringify(manifest), {
    headers: { 'content-type': 'application/manifest+json', 'cache-control': 'public, max-age=3600' },
  });
}
