import './globals.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { InEnglish } from '../features/shell/in-english.tsx';
import { InSpanish } from '../features/shell/in-spanish.tsx';
import { readPreferences } from '../features/shell/read-preferences.ts';

export async function generateMetadata(): Promise<Metadata> {
  const { locale, theme } = await readPreferences();
  return {
    title: { default: 'Recado', template: '%s · Recado' },
    robots: { index: false },
    // browsers ask for it without cookies, so its address says how
    manifest: `/app.webmanifest?${new URLSearchParams({ lang: locale, theme })}`,
    icons: { apple: '/icons/apple-180.png' },
    appleWebApp: { title: 'Recado', statusBarStyle: 'default' },
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
  return (
    <html lang={locale} data-theme={theme} suppressHydrationWarning>
      <body>{locale === 'es' ? <InSpanish>{children}</InSpanish> : <InEnglish>{children}</InEnglish>}</body>
    </html>
  );
}
