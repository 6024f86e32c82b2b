'use client';

import type { ChainFault } from '@recado/core/compliance/contract';
import { formatWhen } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { ProgressBar } from '@recado/ui/progress-bar';
import { useLocale, useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';
import type { useChainCheck, WholeCheck } from './use-audit.ts';

const SHOWN = 10;

/** Whether anybody touched the record: looked through at every visit, and an alarm that names what is wrong. */
export function ChainState({
  of: { check, progress },
  loaded,
}: {
  of: ReturnType<typeof useChainCheck>;
  /** The entries that stand on the page, to which an alarm may lead. */
  loaded: ReadonlySet<number>;
}) {
  const t = useTranslations('audit.chain');
  const errorText = useErrorText();
  const locale = useLocale();
  const againWhere = (where: string) => (
    <Button size="small" busy={check.isFetching} onClick={() => void check.refetch()} className={where}>
      {t('again')}
    </Button>
  );
  // beside the words, or below them where there is no room
  const again = againWhere('max-sm:hidden');
  const againBelow = againWhere('mt-3 sm:hidden');
  const number = (count: number) => new Intl.NumberFormat(locale).format(count);
  return (
    <section aria-label={t('label')}>
      {check.isPending && (
        <div role="status" className="grid gap-2 rounded-card bg-sunk px-4 py-3">
          <p className="flex flex-wrap justify-between gap-x-4">
            <span>{t('checking')}</span>
            {progress.total > 0 && (
              <span className="tabular text-quiet">
                {t('progress', { done: number(progress.done), total: number(progress.total) })}
              </span>
            )}
          </p>
          <ProgressBar value={progress.total > 0 ? progress.done / progress.total : 0} label={t('checking')} />
        </div>
      )}
      {check.isError && !check.data && (
        <Notice tone="attention" live="polite" action={again}>
          <p>{t('failed')}</p>
          <p className="text-dense text-quiet">{errorText(check.error)}</p>
          {againBelow}
        </Notice>
      )}
      {check.data && check.data.faults.length === 0 && (
        <Notice tone="good" action={again}>
          <Whole check={check.data} at={check.dataUpdatedAt} />
          {againBelow}
        </Notice>
      )}
      {check.data && check.data.faults.length > 0 && (
        <Notice tone="danger" live="assertive" action={again}>
          <Broken faults={check.data.faults} at={check.dataUpdatedAt} loaded={loaded} />
          {againBelow}
        </Notice>
      )}
    </section>
  );
}

function Whole({ check: { checked, emptied, end }, at }: { check: WholeCheck; at: number }) {
  const t = useTranslations('audit.chain');
  const { viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  const locale = useLocale();
  const { since, sealedAt, waiting, anchors, anchoredSeq } = end;
  const day = (at: string) =>
    new Date(at).toLocaleDateString(locale, { dateStyle: 'long', timeZone: reading.timeZone ?? undefined });
  return (
    <div className="grid gap-1">
      <p className="font-semibold">{t('whole')}</p>
      <div className="grid gap-0.5 text-dense">
        <p>
          {sealedAt === null
            ? t('wholeEmpty')
            : t('wholeDetail', {
                when: formatWhen(new Date(at), reading),
                count: checked,
                since: since === null ? 'none' : day(since),
                sealed: formatWhen(new Date(sealedAt), reading),
              })}
        </p>
        <p>
          {anchors === null
            ? t('anchorNone')
            : anchors === 0
              ? t('anchorSoon')
              : t('anchored', { count: anchors, seq: String(anchoredSeq) })}
        </p>
        {emptied > 0 && <p>{t('erased', { count: emptied })}</p>}
        {waiting > 0 && sealedAt !== null && <p>{t('waiting', { count: waiting })}</p>}
      </div>
    </div>
  );
}

function Broken({ faults, at, loaded }: { faults: ChainFault[]; at: number; loaded: ReadonlySet<number> }) {
  const t = useTranslations('audit.chain');
  const { viewer } = useDesk();
  const reading = { ...useReading(), timeZone: viewer.person.timeZone };
  return (
    <div className="grid gap-2">
      <p className="font-semibold">{t('broken')}</p>
      <p>{t('brokenDetail', { when: formatWhen(new Date(at), reading) })}</p>
      <ul className="grid list-disc gap-1 pl-5">
        {faults.slice(0, SHOWN).map(({ kind, seq, entryId }) => (
          <li key={`${kind} ${seq} ${entryId}`}>
            {t(`fault.${kind}`, { entry: String(entryId ?? ''), seq: String(seq ?? '') })}{' '}
            {entryId !== null && loaded.has(entryId) && (
              <a href={`#entry-${entryId}`} className="whitespace-nowrap underline underline-offset-2">
                {t('show')}
              </a>
            )}
          </li>
        ))}
      </ul>
      {faults.length > SHOWN && <p>{t('more', { count: faults.length - SHOWN })}</p>}
      <p>{t('todo')}</p>
    </div>
  );
}
