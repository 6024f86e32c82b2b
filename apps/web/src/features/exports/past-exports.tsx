'use client';

import type { ExportRow } from '@recado/core/exports/contract';
import { formatBytes, formatWhen } from '@recado/i18n';
import { Badge, type BadgeTone } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { ProgressBar } from '@recado/ui/progress-bar';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Section } from '../security/section.tsx';
import { downloadFile } from '../session/download-file.ts';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { useExports, useExportsAction } from './use-exports.ts';

const tones: Record<ExportRow['state'], BadgeTone> = {
  writing: 'brand',
  stopped: 'attention',
  ready: 'good',
  expired: 'neutral',
  failed: 'danger',
};

/** The files that were asked for, the latest first, with what can be done with each. */
export function PastExports() {
  const t = useTranslations('exports.past');
  const past = useExports();
  const rows = past.data?.pages.flatMap((page) => page.rows) ?? [];
  return (
    <Section title={t('title')} detail={past.data && rows.length === 0 ? t('empty') : ''} asked={past}>
      {rows.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)]">
          {rows.map((row) => (
            <OneExport key={row.id} row={row} />
          ))}
        </ul>
      )}
      {past.hasNextPage && (
        <Button busy={past.isFetchingNextPage} onClick={() => void past.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Section>
  );
}

function OneExport({ row }: { row: ExportRow }) {
  const t = useTranslations('exports');
  const reading = useReading();
  const when = formatWhen(new Date(row.createdAt), reading);
  const who = row.isOwn ? t('past.mine', { when }) : t('past.by', { name: row.personName ?? '—', when });
  const whom = row.segment
    ? t('past.segment', { name: row.segment })
    : t(row.isFiltered ? 'past.filtered' : 'past.all');
  const what = t('past.line', {
    format: t(`format.${row.format}`),
    count: row.total,
    columns: row.columns.length,
  });
  return (
    <li className="grid gap-3 border-b py-4 last:border-b-0">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="grid min-w-0 gap-0.5">
          <span className="wrap-anywhere font-medium">{whom}</span>
          <span className="tabular text-dense text-quiet">{what}</span>
          <span className="tabular wrap-anywhere text-dense text-quiet">{who}</span>
        </div>
        <Badge tone={tones[row.state]}>{t(`states.${row.state}`)}</Badge>
      </div>
      {row.state === 'writing' && <Writing row={row} />}
      {row.state === 'ready' && <Ready row={row} />}
      {(row.state === 'expired' || row.state === 'stopped' || row.state === 'failed') && (
        <p className="text-dense">{t(row.state)}</p>
      )}
    </li>
  );
}

function Writing({ row }: { row: ExportRow }) {
  const t = useTranslations('exports');
  const { client } = useDesk();
  const { isBusy, run } = useExportsAction();
  const stop = () => run((workspaceId) => client.exports.stop.mutate({ workspaceId, input: { exportId: row.id } }));
  return (
    <div className="grid gap-3" role="status">
      <ProgressBar value={row.total > 0 ? row.atRow / row.total : 0} label={t('states.writing')} />
      <p className="tabular text-dense">{t('writing.line', { at: row.atRow, total: row.total })}</p>
      {row.isOwn && (
        <>
          <p className="text-dense text-quiet">{t('writing.note')}</p>
          <Button size="small" className="justify-self-start" busy={isBusy} onClick={() => void stop()}>
            {t('writing.stop')}
          </Button>
        </>
      )}
    </div>
  );
}

function Ready({ row }: { row: ExportRow }) {
  const t = useTranslations('exports.ready');
  const reading = useReading();
  const { viewer, workspace, prove } = useDesk();
  const { run } = useExportsAction();
  const [isBusy, setBusy] = useState(false);
  const take = async () => {
    setBusy(true);
    const address = `/exports/${row.id}/file?workspace=${workspace.id}`;
    await run(() => downloadFile(address, viewer.person.id, prove), t('done'));
    setBusy(false);
  };
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      {row.isOwn && (
        <Button size="small" look="primary" busy={isBusy} onClick={() => void take()}>
          <Download size={16} aria-hidden />
          {t('download')}
        </Button>
      )}
      <p className="tabular text-dense text-quiet">
        {[
          row.bytes !== null && formatBytes(row.bytes, reading.locale),
          row.expiresAt && t('until', { when: formatWhen(new Date(row.expiresAt), reading) }),
          t('downloads', { count: row.downloads }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {!row.isOwn && <p className="text-dense text-quiet">{t('others')}</p>}
    </div>
  );
}
