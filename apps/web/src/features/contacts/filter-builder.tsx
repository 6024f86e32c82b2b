'use client';

import {
  contactKinds,
  contactSources,
  countryCodes,
  type FieldRow,
  languageCodes,
} from '@recado/core/contacts/contract';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { inputLook } from '@recado/ui/text-input';
import { clsx } from 'clsx';
import { Plus, X } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { useTags } from '../tags/use-tags.ts';
import {
  type Draft,
  type DraftGroup,
  emptyGroup,
  isDraftGroup,
  newDraft,
  operatorsOf,
  type Subject,
  subjects,
  valueKindOf,
} from './filter-subjects.ts';
import { useMembers } from './use-contacts.ts';

type Props = { group: DraftGroup; fields: readonly FieldRow[]; onGroup: (group: DraftGroup) => void };

const most = 20;

/** Conditions in groups: what must hold, all of it or any of it. Within a group there may be others. */
export function FilterBuilder({ group, fields, onGroup, depth = 0 }: Props & { depth?: number }) {
  const t = useTranslations('contacts.filter');
  const put = (at: number, node: Draft | DraftGroup | null) =>
    onGroup({ ...group, nodes: group.nodes.flatMap((each, n) => (n !== at ? [each] : node === null ? [] : [node])) });
  const add = (node: Draft | DraftGroup) => onGroup({ ...group, nodes: [...group.nodes, node] });
  return (
    <div className={clsx('grid gap-3', depth > 0 && 'rounded-card border border-line bg-paper p-3')}>
      <div className="flex flex-wrap items-center gap-2 text-dense">
        <span aria-hidden>{t('who')}</span>
        <Select
          aria-label={t('who')}
          value={`${group.match}${group.not ? ' not' : ''}`}
          onChange={({ target }) =>
            onGroup({
              ...group,
              match: target.value.startsWith('any') ? 'any' : 'all',
              not: target.value.endsWith('not'),
            })
          }
        >
          <option value="all">{t('match.all')}</option>
          <option value="any">{t('match.any')}</option>
          <option value="any not">{t('match.none')}</option>
          <option value="all not">{t('match.notAll')}</option>
        </Select>
      </div>
      {group.nodes.map((node, at) => (
        <div key={at} className="flex items-start gap-1">
          <div className="min-w-0 flex-1">
            {isDraftGroup(node) ? (
              <FilterBuilder group={node} fields={fields} depth={depth + 1} onGroup={(next) => put(at, next)} />
            ) : (
              <Condition draft={node} fields={fields} onDraft={(next) => put(at, next)} />
            )}
          </div>
          <IconButton label={t(isDraftGroup(node) ? 'dropGroup' : 'drop')} onClick={() => put(at, null)}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        <Button size="small" disabled={group.nodes.length >= most} onClick={() => add(newDraft('kind', fields))}>
          <Plus size={16} aria-hidden />
          {t('add')}
        </Button>
        {depth < 1 && (
          <Button
            size="small"
            look="quiet"
            disabled={group.nodes.length >= most}
            onClick={() => add({ ...emptyGroup(), match: 'any', nodes: [newDraft('kind', fields)] })}
          >
            {t('addGroup')}
          </Button>
        )}
      </div>
    </div>
  );
}

function Condition({
  draft,
  fields,
  onDraft,
}: {
  draft: Draft;
  fields: readonly FieldRow[];
  onDraft: (draft: Draft) => void;
}) {
  const t = useTranslations('contacts.filter');
  const tField = useTranslations('contacts.field');
  const change = (over: Partial<Draft>) => onDraft({ ...draft, ...over });
  const turn = (is: string) => {
    const isSame = valueKindOf({ ...draft, is }) === valueKindOf(draft);
    change({ is, ...(isSame ? {} : { value: '' }) });
  };
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        aria-label={t('subject')}
        value={draft.subject}
        onChange={({ target }) => onDraft(newDraft(target.value as Subject, fields))}
      >
        {subjects.map((each) => (
          <option key={each} value={each}>
            {tField(each)}
          </option>
        ))}
        {fields.length > 0 && (
          <optgroup label={t('ownFields')}>
            {fields.map(({ id, label }) => (
              <option key={id} value={`f:${id}`}>
                {label}
              </option>
            ))}
          </optgroup>
        )}
      </Select>
      <Select aria-label={t('operator')} value={draft.is} onChange={({ target }) => turn(target.value)}>
        {operatorsOf(draft.subject, fields).map((each) => (
          <option key={each} value={each}>
            {draft.subject === 'consent' ? t(`consent.${each as 'in'}`) : t(`is.${each as 'in'}`)}
          </option>
        ))}
      </Select>
      <Value draft={draft} fields={fields} onValue={(value) => change({ value })} />
    </div>
  );
}

function Value({
  draft,
  fields,
  onValue,
}: {
  draft: Draft;
  fields: readonly FieldRow[];
  onValue: (value: string) => void;
}) {
  const t = useTranslations('contacts.filter');
  const locale = useLocale();
  const kind = valueKindOf(draft);
  const choices = useChoices(draft.subject, fields);
  if (kind === 'none') return null;
  const common = {
    'aria-label': t('value'),
    value: draft.value,
    onChange: ({ target }: { target: { value: string } }) => onValue(target.value),
  };
  if (kind === 'choice' || kind === 'month')
    return (
      <Select {...common}>
        <option value="">{t('choose')}</option>
        {(kind === 'month' ? months(locale) : choices).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </Select>
    );
  if (kind === 'days')
    return (
      <span className="flex items-center gap-2 text-dense">
        <input {...common} type="number" min={0} max={3650} className={clsx(inputLook, 'tabular h-10 w-24')} />
        {t('days')}
      </span>
    );
  return (
    <input
      {...common}
      type={kind === 'day' ? 'date' : kind === 'number' ? 'number' : 'text'}
      maxLength={120}
      className={clsx(inputLook, 'h-10 w-44')}
    />
  );
}

const Select = (props: ComponentProps<'select'>) => (
  <select {...props} className={clsx(inputLook, 'h-10 w-auto max-w-full pr-8 text-dense')} />
);

const months = (locale: string): [string, string][] =>
  Array.from({ length: 12 }, (_, n) => [
    String(n + 1),
    new Date(Date.UTC(2026, n, 3)).toLocaleDateString(locale, { month: 'long', timeZone: 'UTC' }),
  ]);

/** What may be chosen of a subject, by the words of this language. */
function useChoices(subject: Subject, fields: readonly FieldRow[]): [string, string][] {
  const t = useTranslations('contacts');
  const locale = useLocale();
  const members = useMembers();
  const tags = useTags();
  const named = (type: 'region' | 'language', codes: readonly string[]): [string, string][] => {
    const names = new Intl.DisplayNames([locale], { type });
    return codes
      .map((code): [string, string] => [code, names.of(code) ?? code])
      .sort(([, one], [, two]) => one.localeCompare(two, locale));
  };
  switch (subject) {
    case 'kind':
      return [...contactKinds, 'group' as const].map((each) => [each, t(`kind.${each}`)]);
    case 'source':
      return contactSources.map((each) => [each, t(`source.${each}`)]);
    case 'country':
      return named('region', countryCodes);
    case 'language':
      return named('language', languageCodes);
    case 'tag':
      return (tags.data ?? []).map(({ id, name }) => [id, name]);
    case 'owner':
      return (members.data ?? []).map(({ personId, name }) => [personId, name]);
    default:
      return fields.find(({ id }) => subject === `f:${id}`)?.options.map((each) => [each, each]) ?? [];
  }
}
