'use client';

import { type ExportFormat, exportColumns, type exportDelimiters, exportFormats } from '@recado/core/exports/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { ChoiceCard } from '@recado/ui/choice-card';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useContactFilters } from '../contacts/use-contact-filters.ts';
import { useDesk } from '../session/use-desk.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { type Meant, useExportPreview, useExportsAction, useMeantChoices } from './use-exports.ts';

type Delimiter = (typeof exportDelimiters)[number];
const delimiters: [Delimiter, 'semicolon' | 'comma' | 'tab'][] = [
  [';', 'semicolon'],
  [',', 'comma'],
  ['\t', 'tab'],
];

/** Asks for a file: whom, how, which columns; and says before it is asked for how many and who will be told. */
export function NewExport() {
  const t = useTranslations('exports');
  const locale = useLocale() === 'en' ? 'en' : 'es';
  const { client } = useDesk();
  const { asked } = useContactFilters();
  const { segments, fields } = useMeantChoices();
  const { isBusy, failure, run } = useExportsAction();
  const errorText = useErrorText();
  const [whom, setWhom] = useState('list');
  const [format, setFormat] = useState<ExportFormat>('xlsx');
  const [delimiter, setDelimiter] = useState<Delimiter>(locale === 'es' ? ';' : ',');
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const all: string[] = [...exportColumns, ...fields.map(({ id }) => `field:${id}`)];
  const columns = all.filter((column) => !left.has(column));
  const meant: Meant =
    whom === 'all' || (whom === 'list' && !asked.filter)
      ? {}
      : whom === 'list'
        ? { ...(asked.filter && { filter: asked.filter }) }
        : { segmentId: whom };
  const preview = useExportPreview(meant, true);
  const { count = null, owners = [], inPlan = true } = preview.data ?? {};
  const toggle = (column: string) => {
    const next = new Set(left);
    if (!next.delete(column)) next.add(column);
    setLeft(next);
  };
  const start = () =>
    run(
      (workspaceId) =>
        client.exports.request.mutate({
          workspaceId,
          input: { ...meant, format, delimiter, columns: columns as never },
        }),
      t('asked'),
      'form',
    );
  if (!inPlan) return <Notice tone="attention">{t('notInPlan')}</Notice>;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <div className="grid gap-2">
        <Field label={t('what.choose')} hint={t('what.fixed')}>
          {(control) => (
            <SelectInput {...control} value={whom} onChange={({ target }) => setWhom(target.value)}>
              {asked.filter && <option value="list">{t('what.everybody')}</option>}
              <option value={asked.filter ? 'all' : 'list'}>{t('past.all')}</option>
              {segments.map(({ id, name }) => (
                <option key={id} value={id}>
                  {t('past.segment', { name })}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        {preview.isError ? (
          <Notice tone="danger" live="polite">
            {errorText(preview.error)}
          </Notice>
        ) : (
          <p className="tabular min-h-6 font-medium" role="status">
            {preview.data && (count === null ? t('what.unknown') : t('what.count', { count }))}
          </p>
        )}
      </div>
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-medium">{t('format.title')}</legend>
        <div className="grid gap-3 sm:grid-cols-3">
          {exportFormats.map((each) => (
            <ChoiceCard
              key={each}
              name="format"
              value={each}
              checked={format === each}
              onChange={() => setFormat(each)}
              title={t(`format.${each}`)}
              detail={t(`format.${each}Hint`)}
            />
          ))}
        </div>
      </fieldset>
      {format === 'csv' && (
        <Field label={t('delimiter.title')}>
          {(control) => (
            <SelectInput
              {...control}
              value={delimiter}
              onChange={({ target }) => setDelimiter(target.value as Delimiter)}
            >
              {delimiters.map(([sign, key]) => (
                <option key={key} value={sign}>
                  {t(`delimiter.${key}`)}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      )}
      <fieldset className="grid gap-3">
        <legend className="mb-2 font-medium">{t('choose.title')}</legend>
        <div className="flex flex-wrap items-center gap-2">
          <Button size="small" onClick={() => setLeft(new Set())}>
            {t('choose.all')}
          </Button>
          <Button size="small" onClick={() => setLeft(new Set(all))}>
            {t('choose.none')}
          </Button>
          <span className="tabular text-dense text-quiet" role="status">
            {t('choose.chosen', { count: columns.length })}
          </span>
        </div>
        <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
          {exportColumns.map((column) => (
            <Checkbox
              key={column}
              label={t(`columns.${column}`)}
              checked={!left.has(column)}
              onChange={() => toggle(column)}
            />
          ))}
        </div>
        {fields.length > 0 && (
          <>
            <p className="mt-2 text-dense text-quiet">{t('choose.own')}</p>
            <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
              {fields.map(({ id, label }) => (
                <Checkbox
                  key={id}
                  label={<span className="wrap-anywhere">{label}</span>}
                  checked={!left.has(`field:${id}`)}
                  onChange={() => toggle(`field:${id}`)}
                />
              ))}
            </div>
          </>
        )}
      </fieldset>
      <Notice tone="brand">
        {owners.length > 0 ? t('told', { owners: owners.join(', ') }) : t('nobodyTold')} {t('proof')}
      </Notice>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      <Button
        look="primary"
        className="justify-self-start"
        busy={isBusy}
        disabled={columns.length === 0 || count === 0}
        onClick={() => void start()}
      >
        {t('start')}
      </Button>
    </div>
  );
}
