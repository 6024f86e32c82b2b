'use client';

import type { Candidate, Pair } from '@recado/core/contacts/contract';
import { formatPhone } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Button } from '@recado/ui/button';
import { EmptyState } from '@recado/ui/empty-state';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { contactName } from '../conversations/contact-name.ts';
import { useMay } from '../session/use-may.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { LoadFailure } from '../shell/load-failure.tsx';
import { Likenesses } from './likenesses.tsx';
import { SideBySide } from './side-by-side.tsx';
import { useDuplicates, useMergeActs } from './use-duplicates.ts';

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Contacts that are likely one person: the list of pairs, and two of them side by side. */
export function DuplicatesScreen() {
  const t = useTranslations('duplicates');
  const params = useSearchParams();
  const mayMerge = useMay('contacts.merge');
  const [one, other] = [params.get('one') ?? '', params.get('other') ?? ''];
  const isPair = ID.test(one) && ID.test(other) && one !== other;
  const card = params.get('from') === 'card' ? `/contacts/${one}` : null;
  const back = isPair ? (card ?? '/contacts/duplicates') : '/contacts';
  return (
    <main className="min-h-0 min-w-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-5xl grid-cols-[minmax(0,1fr)] gap-5 px-4 py-5 md:px-8">
        <Link
          href={back as never}
          className="inline-flex min-h-8 items-center gap-1.5 justify-self-start text-dense text-quiet hover:text-ink"
        >
          <ArrowLeft size={16} aria-hidden />
          {t(isPair ? (card ? 'backToCard' : 'backToList') : 'backToContacts')}
        </Link>
        {!mayMerge ? (
          <EmptyState picture={<BlankNote />} title={t('notYours.title')} detail={t('notYours.detail')} />
        ) : isPair ? (
          <SideBySide key={`${one} ${other}`} oneId={one} otherId={other} isFromCard={card !== null} />
        ) : (
          <PairList />
        )}
      </div>
    </main>
  );
}

function PairList() {
  const t = useTranslations('duplicates');
  const tCommon = useTranslations('common');
  const list = useDuplicates(true);
  const { part } = useMergeActs();
  const pairs = list.data?.pages.flatMap((page) => page.pairs) ?? [];
  return (
    <>
      <header className="grid gap-1">
        <h1 className="font-serif text-display leading-tight">{t('title')}</h1>
        <p className="max-w-prose text-quiet">{t('detail')}</p>
      </header>
      {list.isError && !list.data && <LoadFailure of={list} />}
      {list.isPending && (
        <Loading label={tCommon('loading')} className="grid gap-3">
          {[0, 1, 2].map((each) => (
            <Skeleton key={each} className="h-28" />
          ))}
        </Loading>
      )}
      {list.data && pairs.length === 0 && !list.hasNextPage && (
        <EmptyState picture={<BlankNote />} title={t('empty.title')} detail={t('empty.detail')} />
      )}
      <ul aria-label={t('title')} className="grid grid-cols-[minmax(0,1fr)]">
        {pairs.map((pair) => (
          <PairItem
            key={`${pair.one.row.id} ${pair.other.row.id}`}
            pair={pair}
            onApart={() => void part(pair.one.row.id, pair.other.row.id)}
          />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button
          className="justify-self-center"
          busy={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('more')}
        </Button>
      )}
    </>
  );
}

function PairItem({ pair: { one, other, why }, onApart }: { pair: Pair; onApart: () => void }) {
  const t = useTranslations('duplicates');
  const names = { one: contactName(one.row), other: contactName(other.row) };
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 border-b py-4 md:grid-cols-[minmax(0,1fr)_auto] md:items-center">
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <div className="grid grid-cols-[minmax(0,1fr)] gap-2 sm:grid-cols-2">
          <Who candidate={one} />
          <Who candidate={other} />
        </div>
        <Likenesses why={why} />
      </div>
      <div className="flex flex-wrap gap-2">
        <Button asChild size="small" look="primary">
          <Link
            href={`/contacts/duplicates?one=${one.row.id}&other=${other.row.id}` as never}
            aria-label={t('compareNamed', names)}
          >
            {t('compare')}
          </Link>
        </Button>
        <Button size="small" onClick={onApart} aria-label={t('apartNamed', names)}>
          {t('apart')}
        </Button>
      </div>
    </li>
  );
}

function Who({ candidate: { row, threads } }: { candidate: Candidate }) {
  const t = useTranslations('duplicates');
  const name = contactName(row);
  return (
    <div className="flex min-w-0 items-center gap-3">
      <Avatar name={name} seed={row.id} />
      <div className="min-w-0">
        <p className="truncate font-medium">{name}</p>
        <p className="tabular truncate text-fine text-quiet">
          {[row.number ? formatPhone(row.number) : row.email, t('threads', { count: threads })]
            .filter(Boolean)
            .join(' · ')}
        </p>
      </div>
    </div>
  );
}
