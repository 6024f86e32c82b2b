'use client';

import type { SessionEnd } from '@recado/core/identity/contract';
import { Button } from '@recado/ui/button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { ProductMark } from '../shell/product-mark.tsx';
import { DisplacedCard } from './displaced-card.tsx';
import { forgetOffline } from './forget-page.ts';
import { keepReturn } from './return-to.ts';
import { noticeOf } from './session-over.ts';

/** Whose page it was, when the page knows; it spares them typing their address again. */
export type FormerPerson = { id: string; email: string };

/** All that a tab shows once its session is over: what happened, whether it may be trusted, and the way back. */
export function EndedCard({ end, person }: { end: SessionEnd & { code: string }; person?: FormerPerson }) {
  const t = useTranslations('identity.ended');
  const product = useTranslations('common')('product');
  const title = useRef<HTMLHeadingElement>(null);
  const notice = noticeOf(end);
  useEffect(() => {
    document.title = product;
    // a page may also begin with this card
    forgetOffline();
    title.current?.focus();
  }, [product]);
  const goBack = () => {
    if (person) keepReturn({ personId: person.id, email: person.email, path: location.pathname });
  };
  return (
    <main className="grid min-h-dvh place-items-center px-5 py-10">
      <div data-notice={notice} className="grid w-full max-w-md gap-4">
        <span className="text-brand">
          <ProductMark size={36} />
        </span>
        {/* the alert is the title alone: the time below counts on, and is not said again each time */}
        <div role="alert">
          <h1 ref={title} tabIndex={-1} className="font-serif text-display outline-none">
            {t(`${notice}.title`)}
          </h1>
        </div>
        {notice === 'displaced' ? (
          <DisplacedCard end={end} personId={person?.id} onGoBack={goBack} />
        ) : (
          <>
            <p className="text-body text-quiet">{t(`${notice}.detail`)}</p>
            {notice !== 'otherPerson' && notice !== 'loggedOut' && (
              <p className="text-dense text-quiet">{t('draftsSafe')}</p>
            )}
            <Button look="primary" size="large" asChild>
              {/* a full load on purpose: nothing of the former session may live on in memory */}
              <a
                href={notice === 'otherPerson' ? '/inbox' : '/login'}
                onClick={notice === 'otherPerson' ? undefined : goBack}
              >
                {t(`${notice}.action`)}
              </a>
            </Button>
            {notice === 'password' && (
              <Button look="quiet" asChild>
                <a href="/login/forgotten">{t('password.notMe')}</a>
              </Button>
            )}
          </>
        )}
        {(notice === 'displaced' || notice === 'inactive') && (
          // a full load on purpose, as above
          <a
            href={notice === 'displaced' ? '/ayuda/otro-sitio' : '/ayuda/inactividad'}
            className="justify-self-start text-brand text-dense underline underline-offset-2"
          >
            {t(`help.${notice}`)}
          </a>
        )}
      </div>
    </main>
  );
}
