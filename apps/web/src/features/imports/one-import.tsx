'use client';

import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { ProgressBar } from '@recado/ui/progress-bar';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { DryRun } from './dry-run.tsx';
import { FoundFile } from './found-file.tsx';
import { ImportFaults } from './import-faults.tsx';
import { MapStep } from './map-step.tsx';
import { useImport, useImportsAction } from './use-imports.ts';

export type Import = NonNullable<ReturnType<typeof useImport>['data']>;

/** One file, at whatever step it is. */
export function OneImport({ importId, onLeave }: { importId: string; onLeave: () => void }) {
  const t = useTranslations('imports');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const asked = useImport(importId);
  const one = asked.data;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Button look="quiet" size="small" className="justify-self-start" onClick={onLeave}>
        <ArrowLeft size={16} aria-hidden />
        {t('done.another')}
      </Button>
      {asked.isError && !one && (
        <Notice tone="danger" live="polite">
          {errorText(asked.error)}
        </Notice>
      )}
      {asked.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          <Skeleton className="h-24" />
          <Skeleton className="h-48" />
        </Loading>
      )}
      {one && <FoundFile one={one} />}
      {one && <Step one={one} />}
    </div>
  );
}

function Step({ one }: { one: Import }) {
  const t = useTranslations('imports');
  if (one.state === 'uploaded') return <MapStep one={one} />;
  if (one.state === 'failed')
    return (
      <>
        <Notice tone="danger" live="polite">
          {t(`faults.${one.fault ?? 'broken'}` as never)}
        </Notice>
        <MapStep one={one} />
      </>
    );
  if (one.state === 'checking')
    return (
      <Busy title={t('checking.title')} line={t('checking.line', { count: one.total })}>
        <p className="text-quiet">{t('checking.safe')}</p>
      </Busy>
    );
  if (one.state === 'checked') return <DryRun one={one} />;
  if (one.state === 'running') return <Running one={one} />;
  if (one.state === 'undoing')
    return (
      <Busy
        title={t('undoing.title')}
        line={t('undoing.line', { at: one.atRow, total: one.total })}
        value={one.total > 0 ? one.atRow / one.total : 0}
      />
    );
  return <Ended one={one} />;
}

function Busy({ title, line, value, children }: { title: string; line: string; value?: number; children?: ReactNode }) {
  return (
    <div className="grid gap-3" role="status">
      <h2 className="font-serif text-title">{title}</h2>
      {value !== undefined && <ProgressBar value={value} label={title} />}
      <p className="tabular">{line}</p>
      {children}
    </div>
  );
}

function Running({ one }: { one: Import }) {
  const t = useTranslations('imports.running');
  const { client } = useDesk();
  const { isBusy, run } = useImportsAction();
  const stop = () => run((workspaceId) => client.imports.stop.mutate({ workspaceId, input: { importId: one.id } }));
  return (
    <>
      <Busy
        title={t('title')}
        line={t('line', { at: one.atRow, total: one.total })}
        value={one.total > 0 ? one.atRow / one.total : 0}
      >
        <p className="text-quiet">{t('note')}</p>
      </Busy>
      <Button className="justify-self-start" busy={isBusy} onClick={() => void stop()}>
        {t('stop')}
      </Button>
    </>
  );
}

/** Stopped, done or undone: what came of it, and the way back. */
function Ended({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const { client } = useDesk();
  const { isBusy, run } = useImportsAction();
  const { created = 0, updated = 0, duplicate = 0, invalid = 0, removed = 0, restored = 0, kept = 0 } = one.counts;
  const undo = () => run((workspaceId) => client.imports.undo.mutate({ workspaceId, input: { importId: one.id } }));
  const resume = () =>
    run((workspaceId) =>
      client.imports.start.mutate({
        workspaceId,
        input: { importId: one.id, consent: one.consent ?? 'none', shown: one.consentShown ?? undefined },
      }),
    );
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 className="font-serif text-title">{t(`${one.state as 'stopped' | 'done' | 'undone'}.title`)}</h2>
      {one.state === 'stopped' && one.halted && <p className="text-attention">{t(`stopped.${one.halted}`)}</p>}
      {one.state === 'stopped' && <p>{t('stopped.body', { created })}</p>}
      {one.state === 'done' && (
        <ul className="flex flex-wrap gap-x-6 gap-y-1 tabular">
          <li>{t('done.created', { count: created })}</li>
          <li>{t('done.updated', { count: updated })}</li>
          <li>{t('done.left', { count: duplicate + invalid })}</li>
        </ul>
      )}
      {one.state === 'undone' && (
        <p>
          {t('undone.body', { removed, restored })} {kept > 0 && t('undone.kept', { count: kept })}
        </p>
      )}
      {one.state !== 'undone' && (
        <div className="grid gap-2">
          <div className="flex flex-wrap gap-2">
            {one.state === 'stopped' && (
              <Button look="primary" busy={isBusy} onClick={() => void resume()}>
                {t('stopped.resume')}
              </Button>
            )}
            <Button busy={isBusy} onClick={() => void undo()}>
              {t('done.undo')}
            </Button>
          </div>
          <p className="max-w-xl text-dense text-quiet">{t('done.undoHint')}</p>
        </div>
      )}
      <ImportFaults one={one} />
    </div>
  );
}
