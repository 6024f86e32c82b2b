'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { formatPhone, formatWhen } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { IconButton } from '@recado/ui/icon-button';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useReading } from '../shell/use-reading.ts';
import { AssigneeSelect } from './assignee-select.tsx';
import { contactName } from './contact-name.ts';

/** What is known of a contact, beside the thread; over it where there is no room beside. */
export function ContactPanel({ conversation, onClose }: { conversation: ConversationRow; onClose: () => void }) {
  const t = useTranslations('conversations.contact');
  const tCommon = useTranslations('common');
  const tProfile = useTranslations('contacts.profile');
  const { client, workspace } = useDesk();
  const reading = useReading();
  const contactId = conversation.contact.id;
  const contact = useQuery({
    queryKey: queryKeys.contact(contactId),
    queryFn: () => client.contacts.get.query({ workspaceId: workspace.id, input: { contactId } }),
  });
  const name = contactName(conversation.contact);
  const { number, kind } = conversation.contact;
  const facts: [string, string | null][] = [
    [t('phone'), kind === 'group' ? t('group') : number ? formatPhone(number) : t('unknownPhone')],
    [
      t('channel'),
      conversation.channel.name + (conversation.channel.number ? ` · ${formatPhone(conversation.channel.number)}` : ''),
    ],
    [t('since'), contact.data ? formatWhen(new Date(contact.data.createdAt), reading) : null],
    [t('last'), formatWhen(new Date(conversation.lastMessageAt), reading)],
  ];
  return (
    <aside
      aria-label={t('title')}
      className="fixed inset-y-0 right-0 z-30 w-full max-w-80 overflow-y-auto border-l bg-paper shadow-float lg:static lg:w-72 lg:shrink-0 lg:shadow-none"
    >
      <div className="flex h-15 items-center justify-between border-b pr-2 pl-5">
        <h2 className="font-semibold">{t('title')}</h2>
        <IconButton label={tCommon('close')} onClick={onClose}>
          <X size={18} aria-hidden />
        </IconButton>
      </div>
      <div className="grid justify-items-center gap-3 px-5 py-6 text-center">
        <Avatar name={name} seed={contactId} size="large" />
        <p className="font-serif text-title">{name}</p>
        {conversation.contact.name && conversation.contact.profileName && conversation.contact.profileName !== name && (
          <p className="text-quiet">{conversation.contact.profileName}</p>
        )}
        <Link href={`/contacts/${contactId}` as never} className="font-medium text-brand text-dense hover:underline">
          {tProfile('open')}
        </Link>
      </div>
      <AssigneeSelect conversation={conversation} />
      <dl className="grid gap-4 border-t px-5 py-5">
        {facts.map(([term, fact]) => (
          <div key={term} className="grid gap-0.5">
            <dt className="text-fine text-quiet">{term}</dt>
            <dd className="tabular min-h-5">{fact}</dd>
          </div>
        ))}
      </dl>
    </aside>
  );
}
