'use client';

import type { ContactCount, ContactFilter } from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { inputLook } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { Columns3, Combine, Download, Plus, SlidersHorizontal, Trash2, Upload } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { LoadFailure } from '../shell/load-failure.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { type Choice, ContactTable } from './contact-table.tsx';
import { FilterBuilder } from './filter-builder.tsx';
import { asDraft, asFilter, countLeaves, type DraftGroup, emptyGroup, newDraft } from './filter-subjects.ts';
import { NewContactDialog } from './new-contact-dialog.tsx';
import { SegmentsBar } from './segments-bar.tsx';
import { useColumns } from './use-columns.ts';
import { useContactFilters } from './use-contact-filters.ts';
import { useContactCount, useContactFields, useContactList } from './use-contacts.ts';

const nobodyChosen: Choice = { isAll: false, ids: new Set() };

/** Everybody whom the company knows: found, sorted, narrowed, and changed many at a time. */
export function ContactsScreen() {
  const t = useTranslations('contacts');
  const tDuplicates = useTranslations('duplicates');
  const tCommon = useTranslations('common');
  const mayWrite = useMay('contacts.write');
  const mayImport = useMay('conversations.assign');
  const mayExport = useMay('data.export');
  const search = useSearchParams().toString();
  const mayMerge = useMay('contacts.merge');
  const { view, setView, asked } = useContactFilters();
  const list = useContactList(asked, view.sort);
  const counted = useContactCount(asked);
  const fields = useContactFields().data ?? [];
  const { all, columns, toggle } = useColumns(fields);
  const [choice, setChoice] = useState<Choice>(nobodyChosen);
  const [open, setOpen] = useState<'filter' | 'columns' | 'new' | null>(null);
  const countText = useCountText();
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.rows) ?? [], [list.data]);
  // whoever was chosen was chosen among these
  const what = JSON.stringify(asked);
  useEffect(() => setChoice(nobodyChosen), [what]);
  const isNarrow = view.q !== '' || view.filter !== undefined;
  const conditions = countLeaves(view.filter);
  const chosen = choice.isAll
    ? countText(
        counted.data && { ...counted.data, count: counted.data.count && counted.data.count - choice.ids.size },
        'bulk.chosen',
      )
    : t('bulk.chosen', { count: choice.ids.size, text: String(choice.ids.size) });
  return (
    <main className="flex min-h-0 min-w-0 flex-1 flex-col">
      <header className="grid gap-3 border-b px-4 pt-5 pb-3 md:px-6">
        <div className="flex items-end justify-between gap-3">
          <div className="min-w-0">
            <h1 className="font-serif text-display leading-tight">{t(view.inBin ? 'binTitle' : 'title')}</h1>
            <p className="tabular min-h-5 text-dense text-quiet" role="status">
              {counted.data ? countText(counted.data, 'count') : ''}
            </p>
          </div>
          {mayWrite && !view.inBin && (
            <Button look="primary" onClick={() => setOpen('new')}>
              <Plus size={18} aria-hidden />
              {t('new.open')}
            </Button>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <SearchBox value={view.q} onValue={(q) => setView({ q })} />
          <Button onClick={() => setOpen('filter')} aria-pressed={conditions > 0}>
            <SlidersHorizontal size={18} aria-hidden />
            {conditions > 0 ? t('filter.openWith', { count: conditions }) : t('filter.open')}
          </Button>
          <IconButton label={t('columns')} className="max-md:hidden" onClick={() => setOpen('columns')}>
            <Columns3 size={20} aria-hidden />
          </IconButton>
          <IconButton
            label={t(view.inBin ? 'binClose' : 'binOpen')}
            aria-pressed={view.inBin}
            onClick={() => setView({ inBin: !view.inBin })}
          >
            <Trash2 size={20} aria-hidden />
          </IconButton>
          {mayMerge && !view.inBin && (
            <Button asChild>
              <Link href="/contacts/duplicates">
                <Combine size={18} aria-hidden />
                <span className={wordsWithRoom}>{tDuplicates('short')}</span>
              </Link>
            </Button>
          )}
          {mayImport && !view.inBin && <ImportLink isShort />}
          {mayExport && !view.inBin && (
            <Button asChild>
              <Link href={`/contacts/export${search && `?${search}`}` as Route}>
                <Download size={18} aria-hidden />
                <span className={wordsWithRoom}>{t('export')}</span>
              </Link>
            </Button>
          )}
        </div>
        {!view.inBin && <SegmentsBar filter={view.filter} onFilter={(filter) => setView({ filter })} />}
        {view.inBin && <p className="text-dense text-quiet">{t('binDetail')}</p>}
      </header>
      {list.isError && !list.data && (
        <div className="p-4">
          <LoadFailure of={list} />
        </div>
      )}
      {list.isPending && (
        <Loading label={tCommon('loading')} className="grid">
          {[0, 1, 2, 3, 4, 5, 6].map((each) => (
            <div key={each} className="flex h-15 items-center gap-3 px-4 md:px-6">
              <Skeleton className="size-10 shrink-0 rounded-full" />
              <Skeleton className="h-3.5 w-48" />
            </div>
          ))}
        </Loading>
      )}
      {list.data && rows.length === 0 && (
        <EmptyState
          picture={<BlankNote />}
          title={t(isNarrow ? 'none.title' : view.inBin ? 'emptyBin.title' : 'empty.title')}
          detail={t(isNarrow ? 'none.detail' : view.inBin ? 'emptyBin.detail' : 'empty.detail')}
          action={
            isNarrow ? (
              <Button onClick={() => setView({ q: '', filter: undefined })}>{t('none.clear')}</Button>
            ) : (
              mayWrite &&
              !view.inBin &&
              (mayImport ? <ImportLink /> : <Button onClick={() => setOpen('new')}>{t('new.open')}</Button>)
            )
          }
        />
      )}
      {rows.length > 0 && (
        <ContactTable
          rows={rows}
          columns={columns}
          fields={fields}
          sort={view.sort}
          onSort={(sort) => setView({ sort })}
          choice={choice}
          onChoice={setChoice}
          mayWrite={mayWrite}
          hasMore={list.hasNextPage && !list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      {(choice.isAll || choice.ids.size > 0) && (
        <BulkBar choice={choice} count={chosen} asked={asked} onDone={() => setChoice(nobodyChosen)} />
      )}
      {open === 'filter' && (
        <FilterDialog
          filter={view.filter}
          inBin={view.inBin}
          onFilter={(filter) => setView({ filter })}
          onClose={() => setOpen(null)}
        />
      )}
      <Dialog
        open={open === 'columns'}
        onOpenChange={(isOpen) => !isOpen && setOpen(null)}
        title={t('columns')}
        closeLabel={tCommon('close')}
      >
        <div className="mt-3 grid gap-3">
          {all.map((column) => (
            <Checkbox
              key={column}
              label={
                column.startsWith('f:')
                  ? fields.find(({ id }) => column === `f:${id}`)?.label
                  : t(`field.${column as 'kind'}`)
              }
              checked={columns.includes(column)}
              onChange={() => toggle(column)}
            />
          ))}
        </div>
      </Dialog>
      {open === 'new' && <NewContactDialog onClose={() => setOpen(null)} />}
    </main>
  );
}

/** So many, or more than anybody counts, or too much to count in time. */
function useCountText() {
  const t = useTranslations('contacts');
  return (counted: ContactCount | undefined, key: 'count' | 'bulk.chosen'): string => {
    if (!counted) return '';
    if (counted.count === null) return t('countUnknown');
    const text = counted.isMore ? t('countMore', { count: counted.count }) : String(counted.count);
    return t(key, { count: counted.count, text });
  };
}

/** On a phone a row of ways is a row of signs; what each is stays said. */
const wordsWithRoom = 'max-md:sr-only';

function ImportLink({ isShort = false }: { isShort?: boolean }) {
  const t = useTranslations('contacts');
  return (
    <Button asChild>
      <Link href="/contacts/import">
        <Upload size={18} aria-hidden />
        <span className={isShort ? wordsWithRoom : undefined}>{t('import')}</span>
      </Link>
    </Button>
  );
}

/**
 * Asks a moment after the last letter, and at once when it is left: what it asks stands in the address, and written a moment later it would take
 * back the page that was opened from the list.
 */
function SearchBox({ value, onValue }: { value: string; onValue: (value: string) => void }) {
  const t = useTranslations('contacts');
  const [text, setText] = useState(value);
  const [asked, setAsked] = useState(value);
  const isDue = text !== value && text !== asked;
  const ask = useCallback(() => {
    setAsked(text);
    onValue(text);
  }, [text, onValue]);
  useEffect(() => {
    if (!isDue) return;
    const timer = setTimeout(ask, 250);
    return () => clearTimeout(timer);
  }, [isDue, ask]);
  return (
    <input
      type="search"
      aria-label={t('search')}
      placeholder={t('search')}
      value={text}
      maxLength={120}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => isDue && ask()}
      className={clsx(inputLook, 'h-10 min-w-0 flex-1 basis-full sm:basis-48 md:max-w-80')}
    />
  );
}

/** The filter while it is written, with how many fit it by now. */
function FilterDialog({
  filter,
  inBin,
  onFilter,
  onClose,
}: {
  filter: ContactFilter | undefined;
  inBin: boolean;
  onFilter: (filter: ContactFilter | undefined) => void;
  onClose: () => void;
}) {
  const t = useTranslations('contacts');
  const tCommon = useTranslations('common');
  const fields = useContactFields().data ?? [];
  const [draft, setDraft] = useState<DraftGroup>(() =>
    filter ? asDraft(filter) : { ...emptyGroup(), nodes: [newDraft('kind', fields)] },
  );
  const written = asFilter(draft);
  const counted = useContactCount({ ...(written && { filter: written }), inBin });
  const countText = useCountText();
  const done = (next: ContactFilter | undefined) => {
    onFilter(next);
    onClose();
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={t('filter.title')} closeLabel={tCommon('close')}>
      <div className="mt-3 grid gap-5">
        <FilterBuilder group={draft} fields={fields} onGroup={setDraft} />
        <p className="tabular min-h-5 text-dense text-quiet" role="status">
          {counted.data && countText(counted.data, 'count')}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          {filter && <Button onClick={() => done(undefined)}>{t('none.clear')}</Button>}
          <Button look="primary" onClick={() => done(written)}>
            {t('filter.apply')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
