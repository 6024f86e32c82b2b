'use client';

import { type FunctionRow, runStatuses } from '@recado/core/operations/contract';
import { Field } from '@recado/ui/field';
import { Segmented } from '@recado/ui/segmented';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { RunFilters } from './use-run-filters.ts';

const restMs = 300;

/** Narrows the runs by state, by function and by the beginning of an id. */
export function RunFilterBar({
  filters,
  setFilters,
  functions,
}: {
  filters: RunFilters;
  setFilters: (change: Partial<RunFilters>) => void;
  functions: readonly FunctionRow[];
}) {
  const t = useTranslations('staff.runs');
  const states = [
    { value: 'all' as const, label: t('all') },
    ...runStatuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
  ];
  const [typed, setTyped] = useState(filters.text);
  useEffect(() => setTyped(filters.text), [filters.text]);
  useEffect(() => {
    if (typed.trim() === filters.text) return;
    const timer = setTimeout(() => setFilters({ text: typed.trim() }), restMs);
    return () => clearTimeout(timer);
  }, [typed, filters.text, setFilters]);
  return (
    <section aria-label={t('filters')} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="hidden sm:block">
        <Segmented
          label={t('status')}
          name="status"
          value={filters.status}
          onValue={(status) => setFilters({ status })}
          options={states}
        />
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 sm:grid-cols-2">
        <div className="sm:hidden">
          <Field label={t('status')}>
            {(control) => (
              <SelectInput
                {...control}
                value={filters.status}
                onChange={({ target }) => setFilters({ status: target.value as RunFilters['status'] })}
              >
                {states.map(({ value, label }) => (
                  <option key={value} value={value}>
                    {label}
                  </option>
                ))}
              </SelectInput>
            )}
          </Field>
        </div>
        <Field label={t('function')}>
          {(control) => (
            <SelectInput
              {...control}
              value={filters.functionId}
              onChange={({ target }) => setFilters({ functionId: target.value })}
            >
              <option value="">{t('anyFunction')}</option>
              {functions.map(({ id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
        <Field label={t('search')} hint={t('searchHint')}>
          {(control) => (
            <TextInput
              {...control}
              type="search"
              autoCapitalize="none"
              spellCheck={false}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
              className="font-mono"
            />
          )}
        </Field>
      </div>
    </section>
  );
}
