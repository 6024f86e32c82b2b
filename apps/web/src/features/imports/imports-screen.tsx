'use client';

import type { ImportRow } from '@recado/core/imports/contract';
import { formatWhen, type Reading } from '@recado/i18n';
import { Badge, type BadgeTone } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { OneImport } from './one-import.tsx';
import { UploadStep } from './upload-step.tsx';
import { useImports } from './use-imports.ts';

const tones: Record<ImportRow['state'], BadgeTone> = {
  ...{ uploaded: 'neutral', checking: 'brand', checked: 'brand', running: 'brand', stopped: 'attention' },
  ...{ done: 'good', undoing: 'brand', undone: 'neutral', failed: 'danger' },
} as const;

/** A file of contacts from its choice to its undoing, and the files that were brought before. */
export function ImportsScreen() {
  const t = useTranslations('imports');
  const may = useMay('conversations.assign');
  const [openId, setOpenId] = useState<string | null>(null);
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section title={t('title')} isPage detail={t('lead')}>
          {!may && <Notice tone="attention">{t('forbidden')}</Notice>}
          {may && openId === null && <UploadStep onTaken={setOpenId} />}
          {may && openId !== null && <OneImport key={openId} importId={openId} onLeave={() => setOpenId(null)} />}
        </Section>
        {may && openId === null && <Past onOpen={setOpenId} />}
      </div>
    </main>
  );
}

function Past({ onOpen }: { onOpen: (importId: string) => void }) {
  const t = useTranslations('imports');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { workspace } = useDesk();
  const imports = useImports();
  const rows = imports.data?.pages.flatMap((page) => page.rows) ?? [];
  const reading: Reading = { locale, timeZone: workspace.timeZone, now: new Date() };
  return (
    <Section title={t('past.title')} detail={imports.data && rows.length === 0 ? t('past.empty') : ''} asked={imports}>
      {rows.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {rows.map((row) => (
            <li key={row.id} className="border-b last:border-b-0">
              <button
                type="button"
                aria-label={t('past.open', { name: row.name })}
                onClick={() => onOpen(row.id)}
                className="flex w-full flex-wrap items-center justify-between gap-x-4 gap-y-1 rounded-tight px-2 py-3 text-left hover:bg-sunk focus-visible:-outline-offset-2"
              >
                <span className="grid min-w-0">
                  <span className="wrap-anywhere font-medium">{row.name}</span>
                  <span className="tabular text-dense text-quiet">
                    {t('past.by', { name: row.personName ?? '—', when: formatWhen(new Date(row.createdAt), reading) })}
                  </span>
                </span>
                <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>
              </button>
            </li>
          ))}
        </ul>
      )}
      {imports.hasNextPage && (
        <Button busy={imports.isFetchingNextPage} onClick={() => void imports.fetchNextPage()}>
          {t('dry.more')}
        </Button>
      )}
    </Section>
  );
}
