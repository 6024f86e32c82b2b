'use client';

import type { ContactRow, TimelineItem } from '@recado/core/contacts/contract';
import { formatWhen } from '@recado/i18n';
import { Segmented } from '@recado/ui/segmented';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { BadgeCheck, MessageSquare, PencilLine, Sparkles, Star } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useKindName } from '../conversations/use-preview.ts';
import { useReading } from '../shell/use-reading.ts';
import { useTimeline } from './use-contact.ts';

const views = ['all', 'messages', 'change', 'consent'] as const;
const icons = { messages: MessageSquare, change: PencilLine, consent: BadgeCheck, rated: Star, met: Sparkles } as const;

/** What happened with a contact, the newest first; each day's messages lead into their conversation. */
export function ContactTimeline({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.timeline');
  const tCommon = useTranslations('common');
  const reading = useReading();
  const timeline = useTimeline(contact.id);
  const [view, setView] = useState<(typeof views)[number]>('all');
  const shown = (timeline.data ?? []).filter(({ kind }) => view === 'all' || kind === view);
  return (
    <section aria-label={t('title')} className="grid content-start gap-2">
      <h2 className="font-semibold">{t('title')}</h2>
      <div className="border-b">
        <Segmented
          label={t('show')}
          name="timeline"
          value={view}
          onValue={setView}
          options={views.map((each) => ({ value: each, label: t(each) }))}
        />
      </div>
      {timeline.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-2">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </Loading>
      )}
      {timeline.data && shown.length === 0 && <p className="py-4 text-quiet">{t('empty')}</p>}
      <ol className="grid grid-cols-[minmax(0,1fr)]">
        {shown.map((item) => {
          const Icon = icons[item.kind];
          return (
            <li
              key={`${item.kind} ${item.at} ${'id' in item ? item.id : ''}`}
              className="flex gap-3 border-line/60 border-b py-2.5"
            >
              <Icon size={18} aria-hidden className="mt-0.5 shrink-0 text-quiet" />
              <div className="grid min-w-0 flex-1 gap-0.5">
                <Told item={item} />
                <time dateTime={item.at} className="tabular text-fine text-quiet">
                  {formatWhen(new Date(item.at), reading)}
                </time>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function Told({ item }: { item: TimelineItem }) {
  const t = useTranslations('contacts.timeline');
  const tAll = useTranslations('contacts');
  const kindName = useKindName();
  if (item.kind === 'met') return <p>{t('met', { source: tAll(`source.${item.source as 'manual'}`) })}</p>;
  if (item.kind === 'rated')
    return (
      <>
        <Link href={`/inbox/${item.conversationId}`} className="hover:underline">
          {t('rated', { score: item.score })}
        </Link>
        {item.comment && <p className="wrap-anywhere text-dense text-quiet">{item.comment}</p>}
      </>
    );
  if (item.kind === 'messages')
    return (
      <>
        <Link href={`/inbox/${item.conversationId}`} className="hover:underline">
          {t('talked', { in: item.in, out: item.out, channel: item.channel })}
        </Link>
        <p className="truncate text-dense text-quiet">{item.preview || kindName(item.lastKind as 'text')}</p>
      </>
    );
  if (item.kind === 'consent')
    return (
      <>
        <p>
          {t(`said.${item.state}`, {
            purpose: tAll(`consentLedger.for.${item.purpose}`).toLowerCase(),
            channel: tAll(`consentLedger.from.${item.source}`),
          })}
        </p>
        {item.shown && <p className="wrap-anywhere text-dense text-quiet">{item.shown}</p>}
      </>
    );
  const who = item.actorName ?? t(item.actorKind === 'system' ? 'system' : 'someone');
  if (item.action === 'contacts/contact.created') return <p>{t('created', { who })}</p>;
  if (item.action === 'contacts/contact.joined') return <p>{t('joined')}</p>;
  if (item.action === 'contacts/contact.merged') return <p>{t('merged', { who })}</p>;
  if (item.action === 'contacts/contact.unmerged') return <p>{t('unmerged', { who })}</p>;
  if (item.action === 'contacts/contact.set_apart') return <p>{t('setApart', { who })}</p>;
  const named = [...new Set([...Object.keys(item.before ?? {}), ...Object.keys(item.after ?? {})])].map((field) => {
    const name = { ownerId: 'owner', phones: 'phone' }[field] ?? field;
    return field === 'fields'
      ? t('fields')
      : tAll.has(`field.${name}` as 'title')
        ? tAll(`field.${name}` as 'title').toLowerCase()
        : field;
  });
  return <p>{t('changed', { who, fields: named.join(', ') || t('fields') })}</p>;
}
