'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { useMay } from '../session/use-may.ts';
import { NewExport } from './new-export.tsx';
import { PastExports } from './past-exports.tsx';

/** Contacts as a file: what is taken, how, who is told, and what was taken before. */
export function ExportsScreen() {
  const t = useTranslations('exports');
  const may = useMay('data.export');
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section title={t('title')} isPage detail={t('lead')}>
          <Button asChild look="quiet" size="small" className="justify-self-start">
            <Link href="/contacts">
              <ArrowLeft size={16} aria-hidden />
              {t('back')}
            </Link>
          </Button>
          {may ? <NewExport /> : <Notice tone="attention">{t('forbidden')}</Notice>}
        </Section>
        {may && <PastExports />}
      </div>
    </main>
  );
}
