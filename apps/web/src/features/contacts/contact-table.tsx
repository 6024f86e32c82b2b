'use client';

import type { ContactRow, ContactSort, FieldRow } from '@recado/core/contacts/contract';
import { formatPhone } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Badge } from '@recado/ui/badge';
import { useVirtualizer } from '@tanstack/react-virtual';
import { clsx } from 'clsx';
import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { useReading } from '../shell/use-reading.ts';
import { useTags } from '../tags/use-tags.ts';
import { ContactCell, kindTone } from './contact-cell.tsx';
import type { Column } from './use-columns.ts';
import { useMembers } from './use-contacts.ts';

const rowHeight = 60;
const sortable: Partial<Record<Column | 'name', ContactSort>> = {
  name: 'name',
  touched: 'touched',
  created: 'created',
  score: 'score',
};

/** Whom is chosen: some, or everybody who fits but for some. */
export type Choice = { isAll: boolean; ids: ReadonlySet<string> };
export const isChosen = ({ isAll, ids }: Choice, id: string): boolean => isAll !== ids.has(id);

/** Contacts as a table, on a phone as a list. Only the rows in sight exist in the page. */
export function ContactTable({
  rows,
  columns,
  fields,
  sort,
  onSort,
  choice,
  onChoice,
  mayWrite,
  hasMore,
  onMore,
}: {
  rows: readonly ContactRow[];
  columns: readonly Column[];
  fields: readonly FieldRow[];
  sort: ContactSort;
  onSort: (sort: ContactSort) => void;
  choice: Choice;
  onChoice: (choice: Choice) => void;
  mayWrite: boolean;
  hasMore: boolean;
  onMore: () => void;
}) {
  const t = useTranslations('contacts');
  const reading = useReading();
  const scroller = useRef<HTMLDivElement>(null);
  const owners = new Map((useMembers().data ?? []).map(({ personId, name }) => [personId, name]));
  const tags = useTags().data ?? [];
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (at) => rows[at]?.id ?? at,
    overscan: 8,
  });
  const lastShown = virtual.getVirtualItems().at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown >= rows.length - 15) onMore();
  }, [hasMore, lastShown, rows.length, onMore]);
  const toggle = (id: string) => {
    const ids = new Set(choice.ids);
    if (!ids.delete(id)) ids.add(id);
    onChoice({ ...choice, ids });
  };
  const titleOf = (column: Column) =>
    column.startsWith('f:')
      ? (fields.find(({ id }) => column === `f:${id}`)?.label ?? '')
      : t(`field.${column as 'kind'}`);
  const header = (column: Column | 'name', title: string, look: string) => {
    const by = sortable[column];
    const isBy = by === sort;
    const Arrow = by === 'name' ? ArrowUp : ArrowDown;
    return (
      <th
        key={column}
        scope="col"
        aria-sort={isBy ? (by === 'name' ? 'ascending' : 'descending') : undefined}
        className={clsx('truncate pr-3 text-left font-normal', look)}
      >
        {by ? (
          <button
            type="button"
            onClick={() => onSort(by)}
            className={clsx(
              'inline-flex min-h-8 items-center gap-1',
              isBy ? 'font-semibold text-ink' : 'hover:text-ink',
            )}
          >
            {title}
            {isBy && <Arrow size={14} aria-hidden />}
          </button>
        ) : (
          title
        )}
      </th>
    );
  };
  const shown = virtual.getVirtualItems();
  const before = shown[0]?.start ?? 0;
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0);
  const gap = (height: number) =>
    height > 0 && (
      <tbody aria-hidden>
        <tr style={{ height }} />
      </tbody>
    );
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto overscroll-contain">
      <table
        aria-label={t('title')}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        className="w-full table-fixed border-collapse text-dense md:min-w-(--wide)"
        style={{ '--wide': `${columns.length * 150 + (columns.includes('tags') ? 404 : 330)}px` } as object}
      >
        <thead className="sticky top-0 z-10 hidden bg-paper text-quiet shadow-[0_1px_0_var(--color-line)] md:table-header-group">
          <tr className="h-10">
            <td className="w-14 pl-4 md:w-16 md:pl-6">
              {mayWrite && (
                <input
                  type="checkbox"
                  aria-label={t('bulk.all')}
                  className="block size-5"
                  checked={choice.isAll && choice.ids.size === 0}
                  onChange={({ target }) => onChoice({ isAll: target.checked, ids: new Set() })}
                />
              )}
            </td>
            {header('name', t('field.name'), 'w-64')}
            {columns.map((column) => header(column, titleOf(column), column === 'tags' ? 'w-56' : ''))}
          </tr>
        </thead>
        {gap(before)}
        <tbody>
          {shown.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            const name = contactName(row);
            const chosen = isChosen(choice, row.id);
            return (
              <tr
                key={item.key}
                aria-rowindex={item.index + 2}
                className={clsx('border-line/60 border-b', chosen ? 'bg-brand-soft' : 'hover:bg-sunk')}
                style={{ height: rowHeight }}
              >
                <td className="w-12 pl-4 md:w-16 md:pl-6">
                  {mayWrite && (
                    <input
                      type="checkbox"
                      aria-label={t('bulk.one', { name })}
                      className="block size-5"
                      checked={chosen}
                      onChange={() => toggle(row.id)}
                    />
                  )}
                </td>
                <th scope="row" className="pr-3 text-left font-normal md:w-64">
                  <Link href={`/contacts/${row.id}` as never} className="flex min-h-11 items-center gap-3">
                    <Avatar name={name} seed={row.id} />
                    <span className="min-w-0">
                      <span className="block truncate font-medium text-base">{name}</span>
                      <span className="tabular block truncate text-fine text-quiet md:hidden">
                        {row.number ? formatPhone(row.number) : row.email}
                      </span>
                    </span>
                  </Link>
                </th>
                <td className="w-28 pr-4 text-right md:hidden">
                  <Badge tone={kindTone[row.kind]}>{t(`kind.${row.kind}`)}</Badge>
                </td>
                {columns.map((column) => (
                  <td key={column} className="hidden truncate pr-3 md:table-cell">
                    <ContactCell
                      column={column}
                      row={row}
                      fields={fields}
                      owners={owners}
                      tags={tags}
                      reading={reading}
                    />
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
        {gap(after)}
      </table>
    </div>
  );
}
