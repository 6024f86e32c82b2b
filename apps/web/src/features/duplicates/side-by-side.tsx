'use client';

import type { Candidate, ContactRow, Pair } from '@recado/core/contacts/contract';
import { formatPhone, formatWhen } from '@recado/i18n';
import { Avatar } from '@recado/ui/avatar';
import { Button } from '@recado/ui/button';
import { ChoiceCard } from '@recado/ui/choice-card';
import { EmptyState } from '@recado/ui/empty-state';
import { Notice } from '@recado/ui/notice';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { Tag } from '@recado/ui/tag';
import { clsx } from 'clsx';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { lastTouch } from '../contacts/contact-cell.tsx';
import { useContactFields } from '../contacts/use-contacts.ts';
import { contactName } from '../conversations/contact-name.ts';
import { useErrorText } from '../session/use-error-text.ts';
import { BlankNote } from '../shell/blank-note.tsx';
import { useReading } from '../shell/use-reading.ts';
import { useTags } from '../tags/use-tags.ts';
import { Likenesses } from './likenesses.tsx';
import { type Fact, factsOf, firstChoice, type Side, staysFirst, takeOf } from './merge-draft.ts';
import { useMergeActs, usePair } from './use-duplicates.ts';
import { useFactText } from './use-fact-text.ts';

/** Two contacts beside each other: who stays, what stays where they differ, and what comes together. */
export function SideBySide({ oneId, otherId, isFromCard }: { oneId: string; otherId: string; isFromCard: boolean }) {
  const tCommon = useTranslations('common');
  const errorText = useErrorText();
  const pair = usePair(oneId, otherId);
  if (pair.data) return <Comparison pair={pair.data} isFromCard={isFromCard} />;
  if (pair.isError)
    return (
      <EmptyState
        picture={<BlankNote />}
        title={errorText(pair.error)}
        detail=""
        action={<Button onClick={() => void pair.refetch()}>{tCommon('retry')}</Button>}
      />
    );
  return (
    <Loading label={tCommon('loading')} className="grid gap-4">
      <Skeleton className="h-10 w-72" />
      <Skeleton className="h-28" />
      <Skeleton className="h-48" />
    </Loading>
  );
}

function Comparison({ pair: { one, other, why }, isFromCard }: { pair: Pair; isFromCard: boolean }) {
  const t = useTranslations('duplicates');
  const router = useRouter();
  const fields = useContactFields().data ?? [];
  const { isBusy, merge, part } = useMergeActs();
  const [isOne, setOne] = useState(() => staysFirst(one, other));
  const [chosen, setChosen] = useState<ReadonlyMap<Fact, Side>>(new Map());
  const [keep, drop] = isOne ? [one, other] : [other, one];
  const facts = factsOf(keep.row, drop.row, fields);
  const sideOf = (fact: Fact): Side => chosen.get(fact) ?? firstChoice(fact, keep.row, drop.row);
  const leave = () => router.push((isFromCard ? `/contacts/${keep.row.id}` : '/contacts/duplicates') as never);
  const join = async () => {
    const take = takeOf(new Map(facts.filter(({ differs }) => differs).map(({ fact }) => [fact, sideOf(fact)])));
    if (await merge(keep.row.id, drop.row.id, take)) leave();
  };
  const apart = async () => {
    if (await part(one.row.id, other.row.id)) leave();
  };
  const stay = (isIt: boolean) => {
    setOne(isIt);
    setChosen(new Map());
  };
  return (
    <>
      <header className="grid gap-2">
        <h1 className="font-serif text-display leading-tight">{t('question')}</h1>
        {why.length > 0 && <Likenesses why={why} />}
      </header>
      <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <legend className="mb-2 font-semibold">{t('whoStays')}</legend>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-3 sm:grid-cols-2">
          <Person candidate={one} checked={isOne} onCheck={() => stay(true)} />
          <Person candidate={other} checked={!isOne} onCheck={() => stay(false)} />
        </div>
      </fieldset>
      {[one, other].some(({ row }) => row.kind === 'blocked') && <Notice tone="attention">{t('blocked')}</Notice>}
      <section aria-label={t('facts')} className="grid grid-cols-[minmax(0,1fr)]">
        <h2 className="mb-1 font-semibold">{t('facts')}</h2>
        {facts.map(({ fact, differs }) => (
          <FactRow
            key={fact}
            fact={fact}
            left={one.row}
            right={other.row}
            differs={differs}
            // the two stand where they stood, whoever stays
            value={sideOf(fact)}
            keepIsLeft={isOne}
            onValue={(side) => setChosen(new Map(chosen).set(fact, side))}
          />
        ))}
      </section>
      <Together one={one} other={other} />
      <div className="sticky bottom-0 -mx-4 flex flex-wrap items-center gap-2 border-t bg-paper px-4 py-3 md:-mx-8 md:px-8">
        <p className="mr-auto text-dense text-quiet">{t('undoable')}</p>
        <Button onClick={() => void apart()} disabled={isBusy}>
          {t('apart')}
        </Button>
        <Button look="primary" busy={isBusy} onClick={() => void join()}>
          {t('merge')}
        </Button>
      </div>
    </>
  );
}

function Person({
  candidate: { row, threads },
  checked,
  onCheck,
}: {
  candidate: Candidate;
  checked: boolean;
  onCheck: () => void;
}) {
  const t = useTranslations('duplicates');
  const reading = useReading();
  const name = contactName(row);
  const touched = lastTouch(row);
  return (
    <ChoiceCard
      name="stays"
      checked={checked}
      onChange={onCheck}
      title={
        <span className="flex min-w-0 items-center gap-2">
          <Avatar name={name} seed={row.id} size="small" />
          <span className="wrap-anywhere min-w-0">{name}</span>
        </span>
      }
      detail={
        <span className="tabular grid text-quiet">
          {row.number && <span>{formatPhone(row.number)}</span>}
          <span>
            {[
              t('threads', { count: threads }),
              touched && t('touched', { when: formatWhen(new Date(touched), reading) }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <span>{t('created', { when: formatWhen(new Date(row.createdAt), reading) })}</span>
        </span>
      }
    />
  );
}

function FactRow({
  fact,
  left,
  right,
  differs,
  value,
  keepIsLeft,
  onValue,
}: {
  fact: Fact;
  left: ContactRow;
  right: ContactRow;
  differs: boolean;
  value: Side;
  keepIsLeft: boolean;
  onValue: (side: Side) => void;
}) {
  const t = useTranslations('duplicates');
  const { label, text } = useFactText();
  const sides = keepIsLeft ? (['keep', 'drop'] as const) : (['drop', 'keep'] as const);
  const texts = [text(left, fact), text(right, fact)] as const;
  const shape =
    'grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 border-line/60 border-b py-2 sm:grid-cols-[9rem_minmax(0,1fr)_minmax(0,1fr)]';
  if (!differs)
    return (
      <div className={shape}>
        <p className="text-dense text-quiet">{label(fact)}</p>
        <p className="wrap-anywhere whitespace-pre-line sm:col-span-2">{texts[0] || texts[1]}</p>
      </div>
    );
  return (
    <fieldset className={shape}>
      <legend className="sr-only">{label(fact)}</legend>
      <span aria-hidden className="pt-1 text-dense text-quiet">
        {label(fact)}
      </span>
      {sides.map((side, at) => (
        <Option key={side} name={fact} checked={value === side} onCheck={() => onValue(side)}>
          {texts[at]}
        </Option>
      ))}
      {fact === 'notes' && (
        <div className="sm:col-span-2 sm:col-start-2">
          <Option name={fact} checked={value === 'both'} onCheck={() => onValue('both')}>
            {t('bothNotes')}
          </Option>
        </div>
      )}
    </fieldset>
  );
}

function Option({
  name,
  checked,
  onCheck,
  children,
}: {
  name: string;
  checked: boolean;
  onCheck: () => void;
  children: ReactNode;
}) {
  return (
    <label
      className={clsx(
        'flex min-h-9 cursor-pointer items-start gap-2.5 rounded-tight px-2 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-brand',
        checked ? 'bg-brand-soft' : 'text-quiet hover:bg-sunk',
      )}
    >
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={onCheck}
        className="mt-0.5 size-4 shrink-0 outline-none"
      />
      <span className="wrap-anywhere min-w-0 whitespace-pre-line">{children}</span>
    </label>
  );
}

/** What nobody has to choose, because the one who stays has all of it. */
function Together({ one, other }: { one: Candidate; other: Candidate }) {
  const t = useTranslations('duplicates');
  const tags = useTags().data ?? [];
  const carried = tags.filter(({ id }) => one.row.tags.includes(id) || other.row.tags.includes(id));
  const numbers = new Set(
    [one, other].flatMap(({ row }) =>
      row.identities.filter(({ kind }) => kind === 'wa_pn' || kind === 'phone').map(({ value }) => value),
    ),
  );
  const line = (label: string, children: ReactNode) => (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-x-4 gap-y-1 border-line/60 border-b py-2 sm:grid-cols-[9rem_minmax(0,1fr)]">
      <dt className="text-dense text-quiet">{label}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
  return (
    <section aria-label={t('together')}>
      <h2 className="mb-1 font-semibold">{t('together')}</h2>
      <dl>
        {line(t('conversations'), t('threads', { count: one.threads + other.threads }))}
        {numbers.size > 0 &&
          line(t('phones'), <span className="tabular">{[...numbers].map(formatPhone).join(' · ')}</span>)}
        {carried.length > 0 &&
          line(
            t('tags'),
            <span className="flex flex-wrap gap-1.5">
              {carried.map(({ id, name, colour }) => (
                <Tag key={id} colour={colour}>
                  {name}
                </Tag>
              ))}
            </span>,
          )}
        {one.consents + other.consents > 0 && line(t('consent'), t('consentDetail'))}
      </dl>
    </section>
  );
}
