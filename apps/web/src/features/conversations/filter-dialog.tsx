'use client';

import {
  type ConversationFilter,
  conversationPriorities,
  conversationTopics,
  VIEW_NAME_MAX,
} from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { Checkbox } from '@recado/ui/checkbox';
import { Dialog } from '@recado/ui/dialog';
import { Field } from '@recado/ui/field';
import { Notice } from '@recado/ui/notice';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useChannels } from '../channels/use-channels.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { useTags } from '../tags/use-tags.ts';
import type { InboxView } from './use-inbox-place.ts';
import { useMembers } from './use-members.ts';
import { useViewActions } from './use-views.ts';

/** Narrows a view, and gives what comes of it a name to find it by again. */
export function FilterDialog({
  view,
  filter,
  onClose,
  onDone,
}: {
  view: InboxView;
  filter: ConversationFilter;
  onClose: () => void;
  onDone: (filter: ConversationFilter) => void;
}) {
  const t = useTranslations('inbox');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const channels = useChannels().data ?? [];
  const tags = useTags().data ?? [];
  const members = useMembers().data ?? [];
  const mayWrite = useMay('conversations.write');
  const mayShare = useMay('conversations.assign');
  const { save, isBusy, failure } = useViewActions();
  const [chosen, setChosen] = useState<ConversationFilter>(filter);
  const [name, setName] = useState('');
  const [isShared, setShared] = useState(false);
  const choice = (
    key: keyof ConversationFilter,
    label: string,
    options: readonly { value: string; text: string }[],
  ) => (
    <Field label={label}>
      {(control) => (
        <SelectInput
          {...control}
          value={chosen[key] ?? ''}
          onChange={({ target }) => {
            const { [key]: _former, ...rest } = chosen;
            setChosen(target.value ? ({ ...rest, [key]: target.value } as ConversationFilter) : rest);
          }}
        >
          <option value="">{t('filter.any')}</option>
          {options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </SelectInput>
      )}
    </Field>
  );
  return (
    <Dialog open onOpenChange={onClose} title={t('filter.title')} closeLabel={tCommon('close')}>
      <form
        method="post"
        className="mt-4 grid gap-4"
        onSubmit={async (event) => {
          event.preventDefault();
          const wanted = { name: name.trim(), isShared, view, filter: chosen };
          if (wanted.name === '' || (await save(wanted, t('views.kept')))) onDone(chosen);
        }}
      >
        {failure !== null && (
          <Notice tone="danger" live="assertive">
            {errorText(failure)}
          </Notice>
        )}
        {channels.length > 1 &&
          choice(
            'channelId',
            t('filter.channel'),
            channels.map(({ id, name: text }) => ({ value: id, text })),
          )}
        {tags.length > 0 &&
          choice(
            'tagId',
            t('filter.tag'),
            tags.map(({ id, name: text }) => ({ value: id, text })),
          )}
        {choice('assignee', t('filter.assignee'), [
          { value: 'me', text: t('filter.me') },
          { value: 'nobody', text: t('filter.nobody') },
          ...members.map(({ personId, name: text }) => ({ value: personId, text })),
        ])}
        {choice(
          'priority',
          t('filter.priority'),
          conversationPriorities.map((value) => ({ value, text: t(`priority.${value}`) })),
        )}
        {choice(
          'topic',
          t('filter.topic'),
          conversationTopics.map((value) => ({ value, text: t(`topic.${value}`) })),
        )}
        {mayWrite && (
          <div className="grid gap-3 border-t pt-4">
            <Field label={t('views.name')} hint={t('views.nameHint')}>
              {(control) => (
                <TextInput
                  {...control}
                  maxLength={VIEW_NAME_MAX}
                  value={name}
                  onChange={({ target }) => setName(target.value)}
                />
              )}
            </Field>
            {mayShare && name.trim() !== '' && (
              <Checkbox
                label={t('views.share')}
                checked={isShared}
                onChange={({ target }) => setShared(target.checked)}
              />
            )}
          </div>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onDone({})}>{t('filter.clear')}</Button>
          <Button type="submit" look="primary" busy={isBusy}>
            {t(name.trim() === '' ? 'filter.done' : 'views.keep')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
