'use client';

import { consentAnswers } from '@recado/core/imports/contract';
import { TAGS_AT_MOST } from '@recado/core/tags/contract';
import { Button } from '@recado/ui/button';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { TextArea } from '@recado/ui/text-area';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { ImportFaults } from './import-faults.tsx';
import { MapStep } from './map-step.tsx';
import type { Import } from './one-import.tsx';
import { useImportsAction } from './use-imports.ts';

/** What would happen, the question about marketing, and the start. */
export function DryRun({ one }: { one: Import }) {
  const t = useTranslations('imports');
  const [isMapping, setMapping] = useState(false);
  if (isMapping) return <MapStep one={one} />;
  const { rows = 0, new: fresh = 0, update = 0, skip = 0, duplicate = 0, invalid = 0, partial = 0 } = one.counts;
  const { newTags = 0, lostTags = 0, back = 0 } = one.counts;
  const { used, limit } = one.room;
  const hasRoom = limit === null || used + fresh <= limit;
  const figures: [label: string, count: number][] = [
    [t('dry.rows'), rows],
    [t('dry.new'), fresh],
    [t(one.policy === 'overwrite' ? 'dry.updateOver' : 'dry.update'), update],
    ...(one.policy === 'skip' ? [[t('dry.skip'), skip] as [string, number]] : []),
    [t('dry.duplicate'), duplicate],
    [t('dry.invalid'), invalid],
  ];
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <section className="grid gap-4">
        <h2 className="font-serif text-title">{t('dry.title')}</h2>
        <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3">
          {figures.map(([label, count]) => (
            <div key={label} className="flex flex-col-reverse rounded-card border bg-surface p-3">
              <dt className="text-dense text-quiet">{label}</dt>
              <dd className="tabular text-title">{count}</dd>
            </div>
          ))}
        </dl>
        {partial > 0 && <p className="text-quiet">{t('dry.partial', { count: partial })}</p>}
        {back > 0 && <p className="text-quiet">{t('dry.back', { count: back })}</p>}
        {newTags > 0 && <p className="text-quiet">{t('dry.newTags', { count: newTags })}</p>}
        {lostTags > 0 && (
          <Notice tone="attention">{t('dry.lostTags', { count: lostTags, limit: TAGS_AT_MOST })}</Notice>
        )}
        {limit !== null && hasRoom && (
          <p className="text-dense text-quiet">{t('dry.roomOk', { limit, after: used + fresh })}</p>
        )}
        {limit !== null && !hasRoom && (
          <Notice tone="attention">
            {t('dry.room', { limit, used, left: Math.max(0, limit - used), need: fresh })}
          </Notice>
        )}
        <Button className="justify-self-start" size="small" onClick={() => setMapping(true)}>
          {t('dry.change')}
        </Button>
      </section>
      <ImportFaults one={one} />
      {fresh + update === 0 ? (
        <Notice>{t('dry.none')}</Notice>
      ) : (
        <Consent one={one} count={fresh + update} isFull={!hasRoom} />
      )}
    </div>
  );
}

function Consent({ one, count, isFull }: { one: Import; count: number; isFull: boolean }) {
  const t = useTranslations('imports.consent');
  const { client } = useDesk();
  const { isBusy, failure, run } = useImportsAction();
  const errorText = useErrorText();
  const [answer, setAnswer] = useState<(typeof consentAnswers)[number] | null>(null);
  const [shown, setShown] = useState('');
  const offered = consentAnswers.filter((each) => each !== 'column' || one.mapping.includes('consent'));
  const needsWords = answer === 'all' || answer === 'column';
  const isReady = answer !== null && (!needsWords || shown.trim() !== '') && !isFull;
  const start = () =>
    answer &&
    run(
      (workspaceId) =>
        client.imports.start.mutate({
          workspaceId,
          input: { importId: one.id, consent: answer, shown: needsWords ? shown : undefined },
        }),
      undefined,
      'form',
    );
  return (
    <form
      method="post"
      className="grid gap-4 border-t pt-6"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void start();
      }}
    >
      <fieldset className="grid gap-3">
        <legend className="mb-1 font-serif text-title">{t('title')}</legend>
        <p className="max-w-xl text-quiet">{t('hint')}</p>
        {offered.map((each) => (
          <ChoiceCard
            key={each}
            name="consent"
            value={each}
            checked={answer === each}
            onChange={() => setAnswer(each)}
            title={t(each)}
            detail={t(`${each}Hint`)}
          />
        ))}
      </fieldset>
      {needsWords && (
        <Field label={t('shown')} hint={t('shownHint')}>
          {(control) => (
            <TextArea {...control} maxLength={2000} value={shown} onChange={(event) => setShown(event.target.value)} />
          )}
        </Field>
      )}
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <div className="grid gap-2">
        <Button type="submit" look="primary" className="justify-self-start" busy={isBusy} disabled={!isReady}>
          {t('start', { count })}
        </Button>
        {answer === null && <p className="text-dense text-quiet">{t('missing')}</p>}
      </div>
    </form>
  );
}
