'use client';

import type { CardAction, SessionEnd } from '@recado/core/identity/contract';
import { placeName } from '@recado/core/identity/rules';
import { formatAgo } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Notice } from '@recado/ui/notice';
import { useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { wireErrorOf } from './app-error.ts';
import { TeamOfferPanel } from './team-offer.tsx';
import { makeTrpcClient } from './trpc-client.ts';
import { useErrorText } from './use-error-text.ts';

const countEveryMs = 15_000;

/** Who came, and what to do about it. What is chosen is written into the history of the session that ended. */
export function DisplacedCard(props: { end: SessionEnd; personId?: string; onGoBack: () => void }) {
  const { end, onGoBack } = props;
  const t = useTranslations('identity.ended');
  const errorText = useErrorText();
  const [client] = useState(() => makeTrpcClient({ personId: props.personId ?? null, isLasting: true }));
  const [answer, setAnswer] = useState<'mine' | 'several' | 'reporting' | 'reported' | 'tooLate' | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const note = (action: CardAction) => client.sessionsSingle.noteCard.mutate({ action }).catch(() => {});
  useEffect(() => {
    client.sessionsSingle.noteCard.mutate({ action: 'view' }).catch(() => {});
  }, [client]);
  const isAlone = (end.limit ?? 1) === 1;
  const report = async () => {
    setAnswer('reporting');
    setFailure(null);
    await note('not_me');
    try {
      await client.sessionsSingle.reportNotMe.mutate();
      setAnswer('reported');
    } catch (error) {
      // the dead session may say so for ten minutes only
      if (wireErrorOf(error).code === 'identity.sessionEnded') return setAnswer('tooLate');
      setFailure(error);
      setAnswer(null);
    }
  };
  const takeBack = (
    <Button look="primary" size="large" asChild>
      <a
        href="/login"
        onClick={() => {
          onGoBack();
          void note('take_back');
        }}
      >
        {t('displaced.takeBack')}
      </a>
    </Button>
  );
  if (answer === 'reported' || answer === 'tooLate')
    return (
      <Panel title={t(`notMe.${answer}.title`)}>
        <p className="text-body">{t(`notMe.${answer}.detail`)}</p>
        <Button look="primary" size="large" asChild>
          <a href="/login/forgotten" onClick={onGoBack}>
            {t('notMe.reset')}
          </a>
        </Button>
        <p className="text-dense text-quiet">{t('draftsSafe')}</p>
      </Panel>
    );
  return (
    <>
      <Who end={end} />
      <p className="text-body text-quiet">{t('displaced.policy', { limit: end.limit ?? 1 })}</p>
      <p className="text-dense text-quiet">{t('draftsSafe')}</p>
      {failure !== null && (
        <Notice tone="danger" live="assertive">
          {errorText(failure)}
        </Notice>
      )}
      {answer === 'mine' && (
        <Panel title={t('mine.title')}>
          <p className="text-body">{t('mine.detail')}</p>
          {takeBack}
        </Panel>
      )}
      {answer === 'several' && (
        <Panel title={t('several.title')}>
          <TeamOfferPanel client={client} source="card" />
          {takeBack}
        </Panel>
      )}
      {(answer === null || answer === 'reporting') && (
        <div className="grid gap-2">
          {takeBack}
          <Button
            size="large"
            onClick={() => {
              setAnswer('mine');
              void note('mine');
            }}
          >
            {t('displaced.mine')}
          </Button>
          <Button size="large" busy={answer === 'reporting'} onClick={() => void report()}>
            {t('displaced.notMe')}
          </Button>
          {isAlone && (
            <Button
              look="quiet"
              size="large"
              onClick={() => {
                setAnswer('several');
                void note('several');
              }}
            >
              {t('displaced.several')}
            </Button>
          )}
        </div>
      )}
      {(answer === 'mine' || answer === 'several') && (
        <Button look="quiet" onClick={() => setAnswer(null)}>
          {t('displaced.other')}
        </Button>
      )}
    </>
  );
}

/** Which browser and system, near where, and how long ago, which counts on. */
function Who({ end }: { end: SessionEnd }) {
  const t = useTranslations('identity.ended.displaced');
  const locale = useLocale();
  const [at] = useState(() => new Date(Date.now() - (end.secondsAgo ?? 0) * 1000));
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), countEveryMs);
    return () => clearInterval(timer);
  }, []);
  const ago = now.getTime() - at.getTime() < 60_000 ? t('justNow') : formatAgo(at, { locale, now });
  if (!end.by) return <p className="text-body">{t('unknown')}</p>;
  const who = { browser: end.by.browser, system: end.by.system, ago };
  return (
    <p className="text-body" suppressHydrationWarning>
      {end.by.place ? t('whereNear', { ...who, place: placeName(end.by.place, locale) }) : t('where', who)}
    </p>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // the button that was pressed is gone; whoever reads by ear goes on here
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className="grid gap-4 rounded-card border bg-surface p-5">
      <h2 ref={heading} tabIndex={-1} className="font-semibold text-lead outline-none">
        {title}
      </h2>
      {children}
    </section>
  );
}
