'use client';

import { searchKinds } from '@recado/core/conversations/contract';
import { IconButton } from '@recado/ui/icon-button';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { useChannels } from '../channels/use-channels.ts';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import type { Narrowing } from './use-search.ts';

/** By number, who wrote it, what it is and when; and the one person whose messages are searched. */
export function SearchFilters({ value, onValue }: { value: Narrowing; onValue: (value: Narrowing) => void }) {
  const t = useTranslations('search.filters');
  const { client, workspace } = useDesk();
  const channels = useChannels().data ?? [];
  const members = useQuery({
    queryKey: queryKeys.members,
    queryFn: () => client.access.listMembers.query({ workspaceId: workspace.id, input: {} }),
  });
  const author = value.personId ?? value.side ?? '';
  const chooseAuthor = (chosen: string) => {
    const { side: _side, personId: _person, ...rest } = value;
    onValue(
      chosen === 'them' || chosen === 'us' ? { ...rest, side: chosen } : chosen ? { ...rest, personId: chosen } : rest,
    );
  };
  const put = (part: Narrowing) =>
    onValue(Object.fromEntries(Object.entries({ ...value, ...part }).filter(([, one]) => one)) as Narrowing);
  return (
    <div className="grid grid-cols-2 gap-2 border-b px-3 pb-3">
      {channels.length > 1 && (
        <Choice label={t('channel')} value={value.channelId ?? ''} onValue={(id) => put({ channelId: id })}>
          <option value="">{t('anyChannel')}</option>
          {channels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Choice>
      )}
      <Choice label={t('author')} value={author} onValue={chooseAuthor}>
        <option value="">{t('anybody')}</option>
        <option value="them">{t('them')}</option>
        <option value="us">{t('us')}</option>
        {(members.data ?? []).map(({ personId, name }) => (
          <option key={personId} value={personId}>
            {name}
          </option>
        ))}
      </Choice>
      <Choice
        label={t('kind')}
        value={value.kind ?? ''}
        onValue={(kind) => put({ kind: searchKinds.find((each) => each === kind) })}
      >
        <option value="">{t('anything')}</option>
        {searchKinds.map((each) => (
          <option key={each} value={each}>
            {t(`kinds.${each}`)}
          </option>
        ))}
      </Choice>
      <Day label={t('from')} value={value.fromDay} max={value.toDay} onValue={(day) => put({ fromDay: day })} />
      <Day label={t('to')} value={value.toDay} min={value.fromDay} onValue={(day) => put({ toDay: day })} />
    </div>
  );
}

/** The person whose messages alone are searched, and the way out of that. */
export function OnePerson({ name, onLeave }: { name: string; onLeave: () => void }) {
  const t = useTranslations('search');
  return (
    <p className="mx-3 mb-2 flex items-center gap-2 rounded-card bg-brand-soft py-1 pr-1 pl-3 text-dense">
      <span className="min-w-0 flex-1 truncate">{t('onlyWith', { name })}</span>
      <IconButton size="small" label={t('everybody')} onClick={onLeave}>
        <X size={16} aria-hidden />
      </IconButton>
    </p>
  );
}

function Choice({
  label,
  value,
  onValue,
  children,
}: {
  label: string;
  value: string;
  onValue: (value: string) => void;
  children: ReactNode;
}) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-fine text-quiet">
        {label}
      </label>
      <SelectInput id={id} value={value} onChange={(event) => onValue(event.target.value)} className="h-10 truncate">
        {children}
      </SelectInput>
    </div>
  );
}

function Day({
  label,
  value,
  onValue,
  ...limits
}: {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onValue: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-fine text-quiet">
        {label}
      </label>
      <TextInput
        {...limits}
        id={id}
        type="date"
        value={value ?? ''}
        onChange={(event) => onValue(event.target.value)}
        className="h-10 min-w-0"
      />
    </div>
  );
}
