'use client';

import type { ContactHit } from '@recado/core/contacts/contract';
import type { MessageHit } from '@recado/core/conversations/contract';
import { formatListTime, formatPhone, formatWhen, type Reading } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { clsx } from 'clsx';
import { MessageSquareText } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { contactName } from '../conversations/contact-name.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { useReading } from '../shell/use-reading.ts';
import { MarkedText } from './marked-text.tsx';
import { type Narrowing, useFoundMessages, useFoundPeople } from './use-search.ts';

const letters = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** People and messages, each by itself: what one of them is slow with does not keep the other back. */
export function SearchResults({
  text,
  narrowing,
  openId,
  onPerson,
}: {
  text: string;
  narrowing: Narrowing;
  openId: string | undefined;
  onPerson: (person: { id: string; name: string }) => void;
}) {
  const t = useTranslations('search');
  const reading = useReading();
  const people = useFoundPeople(narrowing.contact ? '' : text);
  const messages = useFoundMessages(text, narrowing);
  const found = narrowing.contact ? [] : (people.data?.pages.flatMap(({ hits }) => hits) ?? []);
  const said = messages.data?.pages.flatMap(({ hits }) => hits) ?? [];
  const first = messages.data?.pages[0];
  const end = messages.data?.pages.at(-1);
  const isTooShort = letters(text) < 3;
  const isSettled = !people.isFetching && !messages.isFetching;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-4" data-search-results="">
      <p role="status" className="sr-only">
        {isSettled && t('told', { people: found.length, messages: said.length })}
      </p>
      {!narrowing.contact && (
        <Group title={t('people')}>
          {people.isLoading && <Waiting label={t('looking')} rows={2} />}
          {people.isError && <Failed error={people.error} onRetry={() => void people.refetch()} />}
          {people.data?.pages.some(({ state }) => state === 'timedOut') && (
            <Late onRetry={() => void people.refetch()} />
          )}
          {people.data && !people.isError && found.length === 0 && <Nothing>{t('nobody', { text })}</Nothing>}
          <ul>
            {found.map((hit) => (
              <li key={hit.id}>
                <PersonHit hit={hit} isOpen={hit.conversationId === openId} onPerson={onPerson} />
              </li>
            ))}
          </ul>
          {people.hasNextPage && (
            <More isBusy={people.isFetchingNextPage} onMore={() => void people.fetchNextPage()} label={t('more')} />
          )}
        </Group>
      )}
      <Group title={t('messages')}>
        {isTooShort ? (
          <Nothing>{t('tooShort')}</Nothing>
        ) : (
          <>
            {messages.isLoading && <Waiting label={t('looking')} rows={4} />}
            {messages.isError && <Failed error={messages.error} onRetry={() => void messages.refetch()} />}
            {end?.state === 'timedOut' && <Late onRetry={() => void messages.refetch()} />}
            {first?.state === 'onlyCommon' && <Nothing>{t('onlyCommon')}</Nothing>}
            {first?.state === 'found' && said.length === 0 && !end?.reached && (
              <Nothing>{t('nothingSaid', { text })}</Nothing>
            )}
            {first?.isLoose && said.length > 0 && <Nothing>{t('loose')}</Nothing>}
            <ul>
              {said.map((hit) => (
                <li key={hit.id}>
                  <SaidHit hit={hit} isOpen={hit.conversationId === openId} reading={reading} />
                </li>
              ))}
            </ul>
            {messages.hasNextPage && (
              <More
                isBusy={messages.isFetchingNextPage}
                onMore={() => void messages.fetchNextPage()}
                label={t('more')}
              />
            )}
            {end?.reached && <Nothing>{t('reached', { day: formatWhen(new Date(end.reached), reading) })}</Nothing>}
          </>
        )}
      </Group>
    </div>
  );
}

function PersonHit({
  hit,
  isOpen,
  onPerson,
}: {
  hit: ContactHit;
  isOpen: boolean;
  onPerson: (person: { id: string; name: string }) => void;
}) {
  const t = useTranslations('search');
  const name = contactName(hit);
  const detail = [hit.number && formatPhone(hit.number), hit.email].filter((each) => each && each !== name).join(' · ');
  const inside = (
    <>
      <Avatar name={name} seed={hit.id} />
      <span className="grid min-w-0 flex-1">
        <span className="truncate text-body">{name}</span>
        <span className="tabular truncate text-dense text-quiet">{detail || t('noNumber')}</span>
      </span>
    </>
  );
  const look = 'flex min-w-0 flex-1 items-center gap-3 py-2 pl-3.5 focus-visible:-outline-offset-2';
  return (
    <div
      className={clsx(
        'flex items-center border-l-[3px] pr-2',
        isOpen ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-sunk',
      )}
    >
      {hit.conversationId ? (
        <Link href={`/inbox/${hit.conversationId}`} className={look} data-found-person={hit.id}>
          {inside}
        </Link>
      ) : (
        <div className={look}>{inside}</div>
      )}
      {hit.conversationId && (
        <IconButton label={t('inMessagesOf', { name })} onClick={() => onPerson({ id: hit.id, name })}>
          <MessageSquareText size={18} aria-hidden />
        </IconButton>
      )}
    </div>
  );
}

function SaidHit({ hit, isOpen, reading }: { hit: MessageHit; isOpen: boolean; reading: Reading }) {
  const t = useTranslations('search');
  return (
    <Link
      href={`/inbox/${hit.conversationId}?at=${hit.seq}`}
      data-found-message={hit.id}
      className={clsx(
        'grid gap-0.5 border-l-[3px] px-3.5 py-2 focus-visible:-outline-offset-2',
        isOpen ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-sunk',
      )}
    >
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-medium">{contactName(hit.contact)}</span>
        <time dateTime={hit.occurredAt} className="tabular shrink-0 text-fine text-quiet">
          {formatListTime(new Date(hit.occurredAt), reading)}
        </time>
      </span>
      <span className="line-clamp-2 break-words text-quiet">
        {hit.direction === 'out' && <span>{t('us')} </span>}
        <MarkedText snippet={hit.snippet} />
      </span>
    </Link>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="px-4 pt-3 pb-1 font-semibold text-fine text-quiet">{title}</h2>
      {children}
    </section>
  );
}

const Nothing = ({ children }: { children: ReactNode }) => <p className="px-4 py-1.5 text-quiet">{children}</p>;

function More({ label, isBusy, onMore }: { label: string; isBusy: boolean; onMore: () => void }) {
  return (
    <div className="px-3.5 pt-1">
      <Button size="small" busy={isBusy} onClick={onMore}>
        {label}
      </Button>
    </div>
  );
}

function Late({ onRetry }: { onRetry: () => void }) {
  const t = useTranslations('search');
  const tCommon = useTranslations('common');
  return (
    <div className="px-3.5 py-1">
      <Notice tone="attention" live="polite">
        <p>{t('late')}</p>
        <Button size="small" className="mt-2" onClick={onRetry}>
          {tCommon('retry')}
        </Button>
      </Notice>
    </div>
  );
}

function Failed({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const errorText = useErrorText();
  const tCommon = useTranslations('common');
  return (
    <div className="px-3.5 py-1">
      <Notice tone="danger" live="polite">
        <p>{errorText(error)}</p>
        <Button size="small" className="mt-2" onClick={onRetry}>
          {tCommon('retry')}
        </Button>
      </Notice>
    </div>
  );
}

function Waiting({ label, rows }: { label: string; rows: number }) {
  return (
    <Loading label={label}>
      {Array.from({ length: rows }, (_, n) => n).map((each) => (
        <div key={each} className="grid gap-2 px-4 py-2.5">
          <Skeleton className="h-3.5 w-2/5" />
          <Skeleton className="h-3 w-4/5" />
        </div>
      ))}
    </Loading>
  );
}
