'use client';

import type { ChannelRow } from '@recado/core/channels/contract';
import { type PersonalMode, personalModes } from '@recado/core/conversations/contract';
import { formatPhone, formatTime } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { Field } from '@recado/ui/field';
import { SelectInput } from '@recado/ui/select-input';
import { TextInput } from '@recado/ui/text-input';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePersonal, usePersonalActs } from '../conversations/use-personal.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { LoadFailure } from '../shell/load-failure.tsx';
import { useReading } from '../shell/use-reading.ts';

/** One's own chats of the business's numbers, and a way to set one apart before it has written. Of others only how many there are. */
export function PersonalChats({ channels }: { channels: readonly ChannelRow[] }) {
  const t = useTranslations('conversations.personal');
  const chats = usePersonal();
  const acts = usePersonalActs();
  const reading = useReading();
  const { workspace } = useDesk();
  const mayWrite = useMay('conversations.write');
  const nameOf = (id: string) => channels.find((each) => each.id === id)?.name ?? '';
  const data = chats.data;
  return (
    <section id="personal" aria-labelledby="personal-title" className="grid gap-4 border-t pt-6">
      <div className="grid gap-1">
        <h2 id="personal-title" className="font-semibold text-lead">
          {t('list.title')}
        </h2>
        <p className="max-w-2xl text-quiet">{t('list.detail')}</p>
      </div>
      {chats.isError && <LoadFailure of={chats} />}
      {data && data.mine.length > 0 && (
        <ul className="grid grid-cols-[minmax(0,1fr)] divide-y rounded-card border bg-surface">
          {data.mine.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
              <span className="grid min-w-0 flex-1 basis-48 gap-0.5">
                <span className="wrap-anywhere font-medium">
                  {row.name || (row.number ? formatPhone(row.number) : t('list.noNumber'))}
                </span>
                <span className="tabular wrap-anywhere text-dense text-quiet">
                  {row.name && row.number ? `${formatPhone(row.number)} · ` : ''}
                  {nameOf(row.channelId)}
                  {row.until ? ` · ${t('list.goesAt', { time: formatTime(new Date(row.until), reading) })}` : ''}
                </span>
              </span>
              <Badge>{t(`mode.${row.mode}`)}</Badge>
              {mayWrite && (
                <Button
                  size="small"
                  disabled={acts.isBusy || row.isGoing}
                  aria-label={t('list.removeOf', { name: row.name || row.number || '' })}
                  onClick={() => void acts.unmark(row.id)}
                >
                  {t(row.until ? 'undo' : 'list.remove')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {data && data.others > 0 && <p className="text-quiet">{t('list.others', { count: data.others })}</p>}
      {data && data.left > 0 && (
        <div className="flex flex-wrap items-center justify-between gap-3">
          <p className="text-quiet">{t('list.left', { count: data.left })}</p>
          {workspace.role === 'owner' && mayWrite && (
            <Button size="small" busy={acts.isBusy} onClick={() => void acts.lift()}>
              {t('list.lift')}
            </Button>
          )}
        </div>
      )}
      {data && mayWrite && data.channels.length > 0 && (
        <AddPersonal channels={channels.filter(({ id }) => data.channels.includes(id))} acts={acts} />
      )}
    </section>
  );
}

/** A number from which nobody may have written yet. */
function AddPersonal({
  channels,
  acts,
}: {
  channels: readonly ChannelRow[];
  acts: ReturnType<typeof usePersonalActs>;
}) {
  const t = useTranslations('conversations.personal');
  const [number, setNumber] = useState('');
  const [mode, setMode] = useState<PersonalMode>('not_stored');
  const [chosen, setChosen] = useState('');
  const channelId = channels.some(({ id }) => id === chosen) ? chosen : channels[0]?.id;
  const isNumber = /^\d{8,15}$/.test(number.replace(/[\s().-]/g, '').replace(/^\+|^00/, ''));
  return (
    <form
      method="post"
      className="grid items-end gap-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
      onSubmit={(event) => {
        event.preventDefault();
        if (!channelId || !isNumber) return;
        void acts.mark({ channelId, number, mode }).then((isDone) => isDone && setNumber(''));
      }}
    >
      <Field label={t('add.number')}>
        {(control) => (
          <TextInput
            {...control}
            type="tel"
            inputMode="tel"
            autoComplete="off"
            value={number}
            placeholder="+34 600 000 000"
            onChange={({ target }) => setNumber(target.value)}
          />
        )}
      </Field>
      <Field label={t('add.mode')}>
        {(control) => (
          <SelectInput {...control} value={mode} onChange={({ target }) => setMode(target.value as PersonalMode)}>
            {personalModes.map((each) => (
              <option key={each} value={each}>
                {t(`mode.${each}`)}
              </option>
            ))}
          </SelectInput>
        )}
      </Field>
      <Button type="submit" busy={acts.isBusy} disabled={!isNumber}>
        {t('add.submit')}
      </Button>
      {channels.length > 1 && (
        <Field label={t('add.channel')}>
          {(control) => (
            <SelectInput {...control} value={channelId} onChange={({ target }) => setChosen(target.value)}>
              {channels.map((each) => (
                <option key={each.id} value={each.id}>
                  {each.name}
                </option>
              ))}
            </SelectInput>
          )}
        </Field>
      )}
    </form>
  );
}
