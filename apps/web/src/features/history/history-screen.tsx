'use client';

import type { HistoryBatchRow } from '@recado/core/exports/contract';
import { formatBytes } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { downloadFile } from '../session/download-file.ts';
import { useAction } from '../session/use-action.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useDayText } from './use-day-text.ts';
import { useHistory } from './use-history.ts';

/** How long messages are kept, what goes next, and the files of what went. */
export function HistoryScreen() {
  const t = useTranslations('exports.history');
  const day = useDayText();
  const history = useHistory();
  const mayTake = useMay('data.export');
  const { days, keptSince, next, archives } = history.data ?? { days: null, keptSince: null, next: null, archives: [] };
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section isPage title={t('title')} detail={t('detail')} asked={history}>
          {history.data && (
            <div className="grid gap-3">
              <p className="tabular">{days === null ? t('endless') : t('days', { days })}</p>
              {keptSince && <p className="tabular">{t('keptSince', { day: day(keptSince) })}</p>}
              {next ? (
                <Notice tone="attention">
                  <span className="grid gap-1">
                    <span className="tabular">
                      {t(next.state === 'purging' ? 'now' : 'next', {
                        count: next.messages,
                        day: day(next.before),
                        when: day(next.purgeAt),
                      })}
                    </span>
                    <span>{t('whatToDo')}</span>
                  </span>
                </Notice>
              ) : (
                days !== null && <p className="text-quiet">{t('nothing')}</p>
              )}
            </div>
          )}
        </Section>
        {history.data && (
          <Section title={t('archives.title')} detail={t('archives.detail')}>
            {!mayTake && <p className="text-quiet">{t('archives.forbidden')}</p>}
            {mayTake && archives.length === 0 && <p className="text-quiet">{t('archives.empty')}</p>}
            {archives.length > 0 && (
              <ul className="grid grid-cols-[minmax(0,1fr)]">
                {archives.map((row) => (
                  <Archive key={row.id} row={row} />
                ))}
              </ul>
            )}
          </Section>
        )}
      </div>
    </main>
  );
}

function Archive({ row }: { row: HistoryBatchRow }) {
  const t = useTranslations('exports.history.archives');
  const day = useDayText();
  const locale = useLocale();
  const { viewer, workspace, prove } = useDesk();
  const { run } = useAction([]);
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    const address = `/archives/${row.id}/file?workspace=${workspace.id}`;
    await run(() => downloadFile(address, viewer.person.id, prove), t('done'));
    setBusy(false);
  };
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-b py-3 last:border-b-0">
      <div className="grid min-w-0 gap-0.5">
        <span className="tabular font-medium">{t('before', { day: day(row.before) })}</span>
        <span className="tabular text-dense text-quiet">
          {t('line', { count: row.messages, size: formatBytes(row.bytes ?? 0, locale) })}
        </span>
      </div>
      <Button size="small" busy={isBusy} onClick={() => void take()}>
        <Download size={16} aria-hidden />
        {t('download')}
      </Button>
    </li>
  );
}
