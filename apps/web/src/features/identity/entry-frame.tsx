'use client';

import { Note } from '@recado/ui/note';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react';
import { ProductMark } from '../shell/product-mark.tsx';
import { EntryPreferences } from './entry-preferences.tsx';

const never = () => () => {};

/**
 * What can be filled in waits until the page is awake: what is typed or sent before would be lost. It looks the same meanwhile, and what wants
 * the focus has it then.
 */
function Awake({ children }: { children: ReactNode }) {
  const isAwake = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const fields = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isAwake) fields.current?.querySelector<HTMLElement>('[autofocus]')?.focus();
  }, [isAwake]);
  return (
    <fieldset ref={fields} disabled={!isAwake} data-asleep={isAwake ? undefined : ''} className="contents">
      {children}
    </fieldset>
  );
}

/** The two halves of the pages before the door: the form, and on wide screens a desk with a conversation on it. */
export function EntryFrame({ children }: { children: ReactNode }) {
  const t = useTranslations('identity.desk');
  const tCommon = useTranslations('common');
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(0,1.1fr)]">
      <div className="flex flex-col px-5 pt-5 pb-8 sm:px-10">
        <header className="flex items-center justify-between">
          <span className="flex items-center gap-2.5 text-brand">
            <ProductMark size={26} />
            <span className="font-serif text-ink text-title">{tCommon('product')}</span>
          </span>
          <EntryPreferences />
        </header>
        <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center py-10">
          <Awake>{children}</Awake>
        </main>
      </div>
      <aside className="hidden content-center gap-10 bg-sunk px-14 py-12 lg:grid xl:px-20">
        <div className="grid max-w-lg gap-4">
          <p className="font-serif text-display">{t('headline')}</p>
          <p className="max-w-md text-body text-quiet">{t('detail')}</p>
        </div>
        <figure aria-label={t('sampleName')} className="m-0 grid max-w-md gap-3">
          <Note side="start" className="justify-self-start text-body">
            {t('sampleIn1')}
          </Note>
          <Note side="end" className="justify-self-end text-body">
            {t('sampleOut1')}
          </Note>
          <Note side="start" className="justify-self-start text-body">
            {t('sampleIn2')}
          </Note>
        </figure>
      </aside>
    </div>
  );
}
