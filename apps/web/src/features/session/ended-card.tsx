'use client';

import type { SessionEnd } from '@recado/core/identity/contract';
import { formatAgo } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { Dialog } from '@recado/ui/dialog';
import { Mark } from '@recado/ui/mark';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { noticeOf } from './session-over.ts';

/** All that a tab shows once its session is over: what happened, whether it may be trusted, and the way back. */
export function EndedCard({ end }: { end: SessionEnd & { code: string } }) {
  const t = useTranslations('identity.ended');
  const title = useRef<HTMLHeadingElement>(null);
  const notice = noticeOf(end);
  useEffect(() => {
    document.title = 'Recado';
    title.current?.focus();
  }, []);
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div role="alert" className="grid w-full max-w-md gap-4">
        <span className="text-brand">
          <Mark size={36} />
        </span>
        <h1 ref={title} tabIndex={-1} className="font-serif text-display outline-none">
          {t(`${notice}.title`)}
        </h1>
        {notice === 'displaced' ? <Displaced end={end} /> : <Plain notice={notice} />}
      </div>
    </main>
  );
}

function Plain({ notice }: { notice: 'otherPerson' | 'loggedOut' | 'inactive' | 'other' }) {
  const t = useTranslations('identity.ended');
  return (
    <>
      <p className="text-body text-quiet">{t(`${notice}.detail`)}</p>
      {notice !== 'otherPerson' && notice !== 'loggedOut' && <p className="text-dense text-quiet">{t('draftsSafe')}</p>}
      <Button look="primary" size="large" asChild>
        {/* a full load on purpose: nothing of the former session may live on in memory */}
        <a href={notice === 'otherPerson' ? '/inbox' : '/login'}>{t(`${notice}.action`)}</a>
      </Button>
    </>
  );
}

function Displaced({ end }: { end: SessionEnd }) {
  const t = useTranslations('identity.ended');
  const tCommon = useTranslations('common');
  const locale = useLocale();
  const [isWarned, setWarned] = useState(false);
  const [isOfferOpen, setOfferOpen] = useState(false);
  const now = new Date();
  const seconds = end.secondsAgo ?? 0;
  const ago =
    seconds < 60 ? t('displaced.justNow') : formatAgo(new Date(now.getTime() - seconds * 1000), { locale, now });
  const who = end.by && { browser: end.by.browser, system: end.by.system, ago };
  return (
    <>
      <p className="text-body">
        {who
          ? end.by?.place
            ? t('displaced.whereNear', { ...who, place: end.by.place })
            : t('displaced.where', who)
          : t('displaced.unknown')}
      </p>
      <p className="text-body text-quiet">{t('displaced.policy')}</p>
      <p className="text-dense text-quiet">{t('draftsSafe')}</p>
      {isWarned ? (
        <section className="grid gap-3 rounded-card bg-attention-soft p-4">
          <h2 className="font-semibold">{t('notMe.title')}</h2>
          <p>{t('notMe.detail')}</p>
          <Button look="primary" asChild>
            <a href="/login">{t('notMe.action')}</a>
          </Button>
        </section>
      ) : (
        <div className="grid gap-2">
          <Button look="primary" size="large" asChild>
            <a href="/login">{t('displaced.logIn')}</a>
          </Button>
          <Button size="large" onClick={() => setWarned(true)}>
            {t('displaced.notMe')}
          </Button>
          <Button look="quiet" size="large" onClick={() => setOfferOpen(true)}>
            {t('displaced.several')}
          </Button>
        </div>
      )}
      <Dialog
        open={isOfferOpen}
        onOpenChange={setOfferOpen}
        title={t('several.title')}
        description={t('several.detail')}
        closeLabel={tCommon('close')}
      />
    </>
  );
}
