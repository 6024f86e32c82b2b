'use client';

import './globals.css';
import enCommon from '@recado/i18n/messages/en/common.json' with { type: 'json' };
import enShell from '@recado/i18n/messages/en/shell.json' with { type: 'json' };
import esCommon from '@recado/i18n/messages/es/common.json' with { type: 'json' };
import esShell from '@recado/i18n/messages/es/shell.json' with { type: 'json' };
import { BrokenScreen } from '../features/shell/broken-screen.tsx';
import { IntlProvider } from '../features/shell/intl-provider.tsx';

// every page brings this along, so it knows the words of this one screen only
const words = { en: { common: enCommon, shell: enShell }, es: { common: esCommon, shell: esShell } };

// the layout itself has failed, so the language is read from the page that is still there
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const locale = typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'es';
  const product =
    typeof document !== 'undefined' &&
    document.querySelector<HTMLMetaElement>('meta[name="application-name"]')?.content;
  return (
    <html lang={locale}>
      <body>
        <IntlProvider locale={locale} messages={words[locale]} {...(product ? { product } : {})}>
          <BrokenScreen code={error.digest ?? null} />
        </IntlProvider>
      </body>
    </html>
  );
}
