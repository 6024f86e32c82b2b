'use client';

import './globals.css';
import { BrokenScreen } from '../features/shell/broken-screen.tsx';
import { IntlProvider } from '../features/shell/intl-provider.tsx';

// the layout itself has failed, so the language is read from the page that is still there
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  const locale = typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'es';
  return (
    <html lang={locale}>
      <body>
        <IntlProvider locale={locale}>
          <BrokenScreen code={error.digest ?? null} />
        </IntlProvider>
      </body>
    </html>
  );
}
