'use client';

import { Button } from '@recado/ui/button';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { EntryPreferences } from '../identity/entry-preferences.tsx';
import { useOperator } from './operator.tsx';
import { ProductMark } from './product-mark.tsx';

/** The page around what everybody may read: whoever does may be in or out, so it leads to the door, which knows. */
export function OpenFrame({ of, children }: { of: 'help' | 'pricing'; children: ReactNode }) {
  const tHelp = useTranslations('help');
  const { supportEmail } = useOperator();
  const tCommon = useTranslations('common');
  const tPlan = useTranslations('plan.pricing');
  return (
    <div
      className={`mx-auto flex min-h-dvh flex-col px-4 pt-5 pb-12 md:px-8 ${of === 'help' ? 'max-w-3xl' : 'max-w-5xl'}`}
    >
      <header className="flex items-center justify-between gap-3">
        <Link href={of === 'help' ? '/ayuda' : '/'} className="flex items-center gap-2.5 text-brand">
          <ProductMark size={26} />
          <span className="font-serif text-ink text-title">{of === 'help' ? tHelp('title') : tCommon('product')}</span>
        </Link>
        <div className="flex items-center gap-1">
          <EntryPreferences />
          <Button size="small" asChild>
            <Link href="/">{of === 'help' ? tHelp('open') : tPlan('login')}</Link>
          </Button>
        </div>
      </header>
      <main className="grid grid-cols-[minmax(0,1fr)] gap-6 py-8">{children}</main>
      {supportEmail && (
        <p className="mt-auto border-t pt-5 text-dense text-quiet">
          {tHelp.rich('write', {
            email: () => (
              <a href={`mailto:${supportEmail}`} className="text-brand underline underline-offset-2">
                {supportEmail}
              </a>
            ),
          })}
        </p>
      )}
    </div>
  );
}
