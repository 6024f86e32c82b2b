import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { readPublicConfig } from '../features/session/read-viewer.ts';
import { OperatorProvider } from '../features/shell/operator.tsx';
import { readPreferences } from '../features/shell/read-preferences.ts';
import { Texts } from '../features/shell/texts.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, theme } = await readPreferences();
  const { productName } = await readPublicConfig();
  return {
    applicationName: productName,
    title: { default: productName, template: `%s · ${productName}` },
    robots: { index: false },
    // browsers ask for it without cookies, so its address says how
    manifest: `/app.webmanifest?${new URLSearchParams({ lang: locale, theme })}`,
    icons: { apple: '/icons/apple-180.png' },
    appleWebApp: { title: productName, statusBarStyle: 'default' },
  };
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  interactiveWidget: 'resizes-content',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbf8f3' },
    { media: '(prefers-color-scheme: dark)', color: '#12151b' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, theme } = await readPreferences();
  const { productName, operator } = await readPublicConfig();
  return (
    <html lang={locale} data-theme={theme} suppressHydrationWarning>
      <body>
        <Texts locale={locale} product={productName}>
          <OperatorProvider operator={operator}>{children}</OperatorProvider>
        </Texts>
      </body>
    </html>
  );
}
