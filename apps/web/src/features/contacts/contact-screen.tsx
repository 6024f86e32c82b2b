'use client';

import type { ContactRow } from '@recado/core/contacts/contract';
import { formatPhone, formatWhen } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { ArrowLeft, MoreVertical } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { JoinDialog } from '../duplicates/join-dialog.tsx';
import { LikeNotice } from '../duplicates/like-notice.tsx';
import { MergeNotices } from '../duplicates/merge-notices.tsx';
import { useErrorText } from '../session/use-error-text.ts';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { kindTone } from './contact-cell.tsx';
import { ContactConsent } from './contact-consent.tsx';
import { ContactDetails } from './contact-details.tsx';
import { ContactPhones } from './contact-phones.tsx';
import { ContactScore } from './contact-score.tsx';
import { ContactTags } from './contact-tags.tsx';
import { ContactTimeline } from './contact-timeline.tsx';
import { useContact, useContactActs, useTimeline } from './use-contact.ts';
import { useChangeContacts } from './use-contacts.ts';

/** One contact: who they are, what they agreed to, and everything that happened with them. */
export function ContactScreen({ contactId }: { contactId: string }) {
  const t = useTranslations('contacts.profile');
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const contact = useContact(contactId);
  const router = useRouter();
  // they became part of another: this address leads there
  const livingId = contact.data?.id ?? contactId;
  useEffect(() => {
    if (livingId !== contactId) router.replace(`/contacts/${livingId}` as never);
  }, [livingId, contactId, router]);
  return (
    <main className="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-5 md:px-8">
        <Link
          href="/contacts"
          className="inline-flex min-h-8 items-center gap-1.5 justify-self-start text-dense text-quiet hover:text-ink"
        >
          <ArrowLeft size={16} aria-hidden />
          {t('back')}
        </Link>
        {contact.isPending && (
          <Loading label={tCommon('loading')} className="grid gap-4">
            <Skeleton className="h-16 w-72" />
            <Skeleton className="h-48" />
          </Loading>
        )}
        {contact.isError && !contact.data && (
          <EmptyState
            picture={<BlankNote />}
            title={errorText(contact.error)}
            detail=""
            action={<Button onClick={() => void contact.refetch()}>{tCommon('retry')}</Button>}
          />
        )}
        {contact.data && <Profile contact={contact.data} />}
      </div>
    </main>
  );
}

function Profile({ contact }: { contact: ContactRow }) {
  const t = useTranslations('contacts.profile');
  const tKind = useTranslations('contacts.kind');
  const tJoin = useTranslations('duplicates.join');
  const reading = useReading();
  const mayWrite = useMay('contacts.write') && contact.mayChange !== false;
  const mayMerge = useMay('contacts.merge') && contact.kind !== 'group' && contact.deletedAt === null;
  const [isJoining, setJoining] = useState(false);
  const { update } = useContactActs(contact.id);
  const { change } = useChangeContacts();
  const name = contactName(contact);
  const isBlocked = contact.kind === 'blocked';
  const thread = useTimeline(contact.id).data?.find((each) => each.kind === 'messages');
  const put = (what: 'bin' | 'restore') => void change([{ contactIds: [contact.id], change: { what } }]);
  return (
    <>
      <header className="flex flex-wrap items-center gap-4">
        <Avatar name={name} seed={contact.id} size="large" />
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="wrap-anywhere font-serif text-display leading-tight">{name}</h1>
          <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-quiet">
            <Badge tone={kindTone[contact.kind]}>{tKind(contact.kind)}</Badge>
            {contact.number && <span className="tabular">{formatPhone(contact.number)}</span>}
            {contact.name && contact.profileName && contact.profileName !== name && <span>{contact.profileName}</span>}
          </p>
        </div>
        <div className="flex items-center gap-2">
          {thread?.kind === 'messages' && (
            <Button asChild look="primary">
              <Link href={`/inbox/${thread.conversationId}`}>{t('write')}</Link>
            </Button>
          )}
          {mayWrite && (
            <Menu
              align="end"
              trigger={
                <IconButton label={t('actions')}>
                  <MoreVertical size={20} aria-hidden />
                </IconButton>
              }
            >
              {contact.kind !== 'group' && (
                <MenuItem
                  onSelect={() => void update({ kind: isBlocked ? (contact.kindBefore ?? 'prospect') : 'blocked' })}
                >
                  {t(isBlocked ? 'unblock' : 'block')}
                </MenuItem>
              )}
              {mayMerge && <MenuItem onSelect={() => setJoining(true)}>{tJoin('open')}</MenuItem>}
              <MenuItem
                tone={contact.deletedAt ? undefined : 'danger'}
                onSelect={() => put(contact.deletedAt ? 'restore' : 'bin')}
              >
                {t(contact.deletedAt ? 'restore' : 'bin')}
              </MenuItem>
            </Menu>
          )}
        </div>
      </header>
      {contact.deletedAt && (
        <Notice
          tone="attention"
          action={
            mayWrite && (
              <Button size="small" onClick={() => put('restore')}>
                {t('restore')}
              </Button>
            )
          }
        >
          {t('inBin', { when: formatWhen(new Date(contact.deletedAt), reading) })}
        </Notice>
      )}
      {isBlocked && <Notice tone="danger">{t('blocked')}</Notice>}
      <MergeNotices contactId={contact.id} />
      {mayMerge && <LikeNotice contact={contact} />}
      {isJoining && <JoinDialog contact={contact} onClose={() => setJoining(false)} />}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid content-start gap-8">
          <section aria-label={t('details')} className="grid gap-3">
            <h2 className="font-semibold">{t('details')}</h2>
            <ContactDetails contact={contact} />
          </section>
          <ContactScore contact={contact} />
          <ContactTags contact={contact} />
          <ContactPhones contact={contact} />
          <ContactConsent contact={contact} />
        </div>
        <ContactTimeline contact={contact} />
      </div>
    </>
  );
}
