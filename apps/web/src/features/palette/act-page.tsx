'use client';

import {
  type ConversationRow,
  conversationPriorities,
  conversationStatuses,
  conversationTopics,
} from '@recado/core/conversations/contract';
import { TAG_NAME_MAX } from '@recado/core/tags/contract';
import { formatDay, formatTime } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Command, CommandItem } from '@recado/ui/command';
import { Field } from '@recado/ui/field';
import { TagDot } from '@recado/ui/tag';
import { TextInput } from '@recado/ui/text-input';
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { clockTime, snoozePresets, snoozeUntil } from '../conversations/snooze-times.ts';
import { type Change, useChange } from '../conversations/use-change.ts';
import { useMembers } from '../conversations/use-members.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { useReading } from '../shell/use-reading.ts';
import { useTagAction, useTags } from '../tags/use-tags.ts';

export const actPages = ['assign', 'label', 'snooze', 'priority', 'topic', 'status'] as const;
type Act = (typeof actPages)[number];

/** What may be chosen for some conversations: whose they are, labels, until when they are put off, how they stand. */
export function ActPage({
  page,
  targets,
  onClose,
}: {
  page: Act;
  targets: readonly ConversationRow[];
  onClose: () => void;
}) {
  const t = useTranslations('inbox');
  const change = useChange();
  const [search, setSearch] = useState('');
  const count = targets.length;
  const act = (wanted: Change, said: string) => {
    onClose();
    void change(targets, wanted, said);
  };
  /** Whether all of them are so already. */
  const every = (is: (row: ConversationRow) => boolean) => count > 0 && targets.every(is);
  const choices: Record<Exclude<Act, 'label'>, () => React.ReactNode> = {
    assign: () => <AssignItems act={act} targets={targets} />,
    snooze: () => <SnoozeItems act={act} count={count} />,
    priority: () =>
      conversationPriorities.map((priority) => (
        <CommandItem
          key={priority}
          value={t(`priority.${priority}`)}
          onSelect={() => act({ priority }, t('done.priority', { count, to: t(`priority.${priority}`) }))}
        >
          <Choice is={every((row) => row.priority === priority)}>{t(`priority.${priority}`)}</Choice>
        </CommandItem>
      )),
    topic: () =>
      ([...conversationTopics, null] as const).map((topic) => (
        <CommandItem
          key={topic ?? 'none'}
          value={t(`topic.${topic ?? 'none'}`)}
          onSelect={() => act({ topic }, t('done.topic', { count, to: t(`topic.${topic ?? 'none'}`) }))}
        >
          <Choice is={every((row) => row.topic === topic)}>{t(`topic.${topic ?? 'none'}`)}</Choice>
        </CommandItem>
      )),
    status: () =>
      conversationStatuses.map((status) => (
        <CommandItem
          key={status}
          value={t(`status.${status}`)}
          onSelect={() => act({ status }, t('done.status', { count, to: t(`status.${status}`) }))}
        >
          <Choice is={every((row) => row.status === status)}>{t(`status.${status}`)}</Choice>
        </CommandItem>
      )),
  };
  if (page === 'label') return <LabelPage targets={targets} onClose={onClose} />;
  return (
    <>
      <Command
        label={t(`palette.title.${page}`)}
        placeholder={t('palette.search')}
        search={search}
        onSearch={setSearch}
        empty={t('palette.none')}
      >
        {choices[page]()}
      </Command>
      {page === 'snooze' && <SnoozeDate act={act} count={count} />}
    </>
  );
}

function Choice({ is, children }: { is: boolean; children: React.ReactNode }) {
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {is && <Check size={16} aria-hidden className="text-brand" />}
    </>
  );
}

type ActProps = { act: (change: Change, said: string) => void };

function AssignItems({ act, targets }: ActProps & { targets: readonly ConversationRow[] }) {
  const t = useTranslations('inbox');
  const { viewer } = useDesk();
  const mayAssign = useMay('conversations.assign');
  const own = viewer.person.id;
  const count = targets.length;
  const members = (useMembers().data ?? []).filter(
    ({ personId, role }) => role !== 'viewer' && (mayAssign || personId === own),
  );
  const sorted = [...members].sort((a, b) => Number(b.personId === own) - Number(a.personId === own));
  const all = (personId: string | null) => targets.every((row) => row.assigneeId === personId);
  return (
    <>
      {sorted.map(({ personId, name }) => (
        <CommandItem
          key={personId}
          value={`${name} ${personId}`}
          onSelect={() => act({ assigneeId: personId }, t('done.assigned', { count, name }))}
        >
          <Choice is={all(personId)}>{personId === own ? t('palette.you', { name }) : name}</Choice>
        </CommandItem>
      ))}
      <CommandItem
        value={t('filter.nobody')}
        onSelect={() => act({ assigneeId: null }, t('done.unassigned', { count }))}
      >
        <Choice is={all(null)}>{t('filter.nobody')}</Choice>
      </CommandItem>
    </>
  );
}

function SnoozeItems({ act, count }: ActProps & { count: number }) {
  const t = useTranslations('inbox');
  const { workspace } = useDesk();
  const reading = { ...useReading(), timeZone: workspace.timeZone };
  return snoozePresets.map((preset) => {
    const at = snoozeUntil(preset, reading.now, workspace.timeZone);
    if (!at) return null;
    const when =
      preset === 'monday' ? `${formatDay(at, reading)}, ${formatTime(at, reading)}` : formatTime(at, reading);
    return (
      <CommandItem
        key={preset}
        value={t(`snooze.${preset}`)}
        onSelect={() =>
          act({ snoozedUntil: at.toISOString() }, t('done.snoozed', { count, when: t(`snooze.${preset}`) }))
        }
      >
        <span className="min-w-0 flex-1 truncate">{t(`snooze.${preset}`)}</span>
        <span className="tabular text-fine text-quiet">{when}</span>
      </CommandItem>
    );
  });
}

/** A day and an hour on the clocks of the business. */
function SnoozeDate({ act, count }: ActProps & { count: number }) {
  const t = useTranslations('inbox');
  const { workspace } = useDesk();
  const reading = { ...useReading(), timeZone: workspace.timeZone };
  const [day, setDay] = useState('');
  const [clock, setClock] = useState('09:00');
  const [isPast, setPast] = useState(false);
  return (
    <form
      method="post"
      className="mt-3 flex flex-wrap items-end gap-2 border-t pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const at = clockTime(day, clock, workspace.timeZone);
        if (!at || at.getTime() <= Date.now()) return setPast(true);
        const when = `${formatDay(at, reading)}, ${formatTime(at, reading)}`;
        act({ snoozedUntil: at.toISOString() }, t('done.snoozed', { count, when }));
      }}
    >
      <div className="min-w-42 flex-1">
        <Field label={t('snooze.day')} error={isPast ? t('snooze.past') : undefined}>
          {(control) => (
            <TextInput
              {...control}
              type="date"
              value={day}
              onChange={({ target }) => {
                setDay(target.value);
                setPast(false);
              }}
            />
          )}
        </Field>
      </div>
      <div className="w-28">
        <Field label={t('snooze.clock')}>
          {(control) => (
            <TextInput
              {...control}
              type="time"
              required
              value={clock}
              onChange={({ target }) => {
                setClock(target.value);
                setPast(false);
              }}
            />
          )}
        </Field>
      </div>
      <Button type="submit" className="h-11">
        {t('snooze.until')}
      </Button>
    </form>
  );
}

/** Labels to put on and take off, one after the other; a new word becomes one for whoever may make them. */
function LabelPage({ targets, onClose }: { targets: readonly ConversationRow[]; onClose: () => void }) {
  const t = useTranslations('inbox');
  const tCommon = useTranslations('common');
  const { client } = useDesk();
  const change = useChange();
  const tags = useTags();
  const { run } = useTagAction();
  const mayMake = useMay('tags.write');
  const [search, setSearch] = useState('');
  const [rows, setRows] = useState(targets);
  const count = rows.length;
  const list = tags.data ?? [];
  const wanted = search.trim();
  const isNew = wanted !== '' && !list.some(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  const toggle = (tagId: string, name: string, isOn: boolean) => {
    setRows(
      rows.map((row) => ({
        ...row,
        tagIds: isOn ? row.tagIds.filter((id) => id !== tagId) : [...new Set([...row.tagIds, tagId])],
      })),
    );
    setSearch('');
    void change(
      rows,
      isOn ? { removeTagIds: [tagId] } : { addTagIds: [tagId] },
      t(isOn ? 'done.unlabelled' : 'done.labelled', { count, name }),
    );
  };
  return (
    <>
      <Command
        label={t('palette.title.label')}
        placeholder={t('palette.searchLabel')}
        search={search}
        onSearch={setSearch}
        empty={list.length === 0 && !mayMake ? t('palette.noLabels') : t('palette.none')}
      >
        {list.map((tag) => {
          const isOn = rows.length > 0 && rows.every((row) => row.tagIds.includes(tag.id));
          return (
            <CommandItem key={tag.id} value={tag.name} onSelect={() => toggle(tag.id, tag.name, isOn)}>
              <TagDot colour={tag.colour} />
              <Choice is={isOn}>
                {tag.name}
                {isOn && <span className="sr-only">{` (${t('palette.isOn')})`}</span>}
              </Choice>
            </CommandItem>
          );
        })}
        {mayMake && isNew && wanted.length <= TAG_NAME_MAX && (
          <CommandItem
            isLasting
            value={`+ ${wanted}`}
            onSelect={() =>
              void run(async (workspaceId) => {
                const made = await client.tags.create.mutate({ workspaceId, input: { name: wanted } });
                toggle(made.id, made.name, false);
              })
            }
          >
            {t('palette.make', { name: wanted })}
          </CommandItem>
        )}
      </Command>
      <div className="mt-3 flex justify-end">
        <Button onClick={onClose}>{tCommon('close')}</Button>
      </div>
    </>
  );
}
