'use client';

import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { SlidersHorizontal, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { useActors } from './use-audit.ts';
import { auditKinds, type AuditFilters as Filters, noFilters } from './use-audit-filters.ts';

type Props = {
  filters: Filters;
  /** What is known of whoever and whatever the filter names. */
  actorName: string | undefined;
  subjectName: string | undefined;
  onFilter: (change: Partial<Filters>) => void;
};

/** What the record is narrowed to: a row of controls, or on a phone a sheet; and what holds, each with the way to drop it. */
export function AuditFilters(props: Props) {
  const t = useTranslations('audit.filter');
  const tCommon = useTranslations('common');
  const [isOpen, setOpen] = useState(false);
  const { filters, onFilter } = props;
  const count = Object.values(filters).filter(Boolean).length;
  return (
    <section aria-label={t('label')} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="hidden grid-cols-4 gap-3 sm:grid">
        <Controls {...props} />
      </div>
      <Button className="justify-self-start sm:hidden" onClick={() => setOpen(true)}>
        <SlidersHorizontal size={18} aria-hidden />
        {t('open')}
      </Button>
      <Dialog open={isOpen} onOpenChange={setOpen} title={t('label')} closeLabel={tCommon('close')}>
        <div className="mt-4 grid gap-4">
          <Controls {...props} />
          <Button look="primary" onClick={() => setOpen(false)}>
            {t('done')}
          </Button>
        </div>
      </Dialog>
      {count > 0 && <Held {...props} count={count} onClear={() => onFilter(noFilters)} />}
    </section>
  );
}

function Controls({ filters, actorName, onFilter }: Props) {
  const t = useTranslations('audit.filter');
  const { data } = useActors();
  const people = data?.people ?? [];
  const isElse = filters.person !== '' && !people.some(({ personId }) => personId === filters.person);
  const isBackwards = filters.from !== '' && filters.until !== '' && filters.until < filters.from;
  return (
    <>
      <Field label={t('person')}>
        {(control) => (
          <SelectInput
            {...control}
            value={filters.person}
            onChange={({ target }) => onFilter({ person: target.value })}
          >
            <option value="">{t('everyone')}</option>
            {people.map(({ personId, name }) => (
              <option key={personId} value={personId}>
                {name}
              </option>
            ))}
            {isElse && <option value={filters.person}>{actorName ?? t('gone')}</option>}
          </SelectInput>
        )}
      </Field>
      <Field label={t('kind')}>
        {(control) => (
          <SelectInput
            {...control}
            value={filters.kind}
            onChange={({ target }) => onFilter({ kind: target.value as Filters['kind'] })}
          >
            <option value="">{t('kinds.all')}</option>
            {auditKinds.map((kind) => (
              <option key={kind} value={kind}>
                {t(`kinds.${kind}`)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Field label={t('from')}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={filters.from}
            max={filters.until || undefined}
            onChange={({ target }) => onFilter({ from: target.value })}
          />
        )}
      </Field>
      <Field label={t('until')} error={isBackwards ? t('backwards') : undefined}>
        {(control) => (
          <TextInput
            {...control}
            type="date"
            value={filters.until}
            min={filters.from || undefined}
            onChange={({ target }) => onFilter({ until: target.value })}
          />
        )}
      </Field>
    </>
  );
}

function Held({
  filters,
  actorName,
  subjectName,
  count,
  onFilter,
  onClear,
}: Props & { count: number; onClear: () => void }) {
  const t = useTranslations('audit.filter');
  const tWhat = useTranslations('audit.what');
  const { data } = useActors();
  const locale = useLocale();
  const day = (text: string) => new Date(text).toLocaleDateString(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const { person, kind, from, until, subject } = filters;
  const name = data?.people.find(({ personId }) => personId === person)?.name ?? actorName;
  const held: [keyof Filters, string][] = [];
  if (person) held.push(['person', t('by', { who: name ?? t('gone') })]);
  if (kind) held.push(['kind', t(`kinds.${kind}`)]);
  if (from) held.push(['from', t('since', { day: day(from) })]);
  if (until) held.push(['until', t('to', { day: day(until) })]);
  if (subject) held.push(['subject', t('about', { what: subjectName ?? tWhat('other') })]);
  return (
    <ul className="flex flex-wrap items-center gap-2">
      {held.map(([key, what]) => (
        <li key={key} className="min-w-0">
          <button
            type="button"
            aria-label={t('drop', { what })}
            onClick={() => onFilter({ [key]: '' })}
            className="inline-flex min-h-8 max-w-full items-center gap-1.5 rounded-full bg-brand-soft px-3 font-medium text-brand text-dense hover:bg-sunk"
          >
            <span className="truncate">{what}</span>
            <X size={14} aria-hidden className="shrink-0" />
          </button>
        </li>
      ))}
      {count > 1 && (
        <li>
          <Button size="small" look="quiet" onClick={onClear}>
            {t('clear')}
          </Button>
        </li>
      )}
    </ul>
  );
}
