'use client';

import { Button } from '@recado/ui/button';
import { Loading, Skeleton } from '@recado/ui/skeleton';
import { clsx } from 'clsx';
import { Check } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChannelCard } from '../channels/channel-card.tsx';
import { CreateChannelForm } from '../channels/create-channel-form.tsx';
import { LinkingHelp } from '../channels/linking-help.tsx';
import { useChannels } from '../channels/use-channels.ts';
import { contactName } from '../conversations/contact-name.ts';
import { useConversations } from '../conversations/use-conversations.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { firstRunStep } from './first-run-step.ts';

/** The first run. Nothing of it is stored: the step is read from what exists, so it can be left and resumed anywhere. */
export function WelcomeScreen() {
  const t = useTranslations('welcome');
  const tCommon = useTranslations('common');
  const { viewer, config } = useDesk();
  const mayConnect = useMay('channels.connect');
  const channels = useChannels();
  const conversations = useConversations('all');
  const isLoaded = channels.data && conversations.data;
  const step = isLoaded ? firstRunStep(channels.data, conversations.data.rows) : null;
  const first =
    conversations.data?.rows.find(({ lastDirection }) => lastDirection === 'in') ?? conversations.data?.rows[0];
  const isSimulated = channels.data?.some(({ driver }) => driver === 'simulator') ?? false;
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8 md:py-12">
        <div className="grid gap-2">
          <h1 className="font-serif text-display">{t('title', { name: viewer.person.name.split(' ')[0] ?? '' })}</h1>
          {step !== 'finished' && <p className="text-body text-quiet">{t('detail')}</p>}
        </div>
        {!step && (
          <Loading label={tCommon('loading')} className="grid gap-4">
            <Skeleton className="h-56" />
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </Loading>
        )}
        {step && step !== 'finished' && (
          <ol aria-label={t('steps')} className="grid grid-cols-[minmax(0,1fr)] gap-8">
            <Step number={1} title={t('connect.title')} state={step === 'connect' ? 'now' : 'done'}>
              <p className="text-quiet">{t('connect.detail')}</p>
              {channels.data?.length === 0 && mayConnect ? (
                <CreateChannelForm onDone={() => void channels.refetch()} />
              ) : (
                <>
                  <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
                    {channels.data?.map((channel) => (
                      <ChannelCard key={channel.id} channel={channel} />
                    ))}
                  </ul>
                  <LinkingHelp />
                </>
              )}
            </Step>
            <Step
              number={2}
              title={t('receive.title')}
              state={step === 'receive' ? 'now' : step === 'answer' ? 'done' : 'later'}
            >
              <p className="text-quiet">{isSimulated ? t('receive.detailSimulated') : t('receive.detail')}</p>
              <p role="status" className="flex items-center gap-2.5 font-medium">
                <span aria-hidden className="size-2 animate-pulse rounded-full bg-attention" />
                {t('receive.waiting')}
              </p>
              {isSimulated && config.simulatorUrl && (
                <Button look="primary" asChild className="justify-self-start">
                  <a href={config.simulatorUrl} target="_blank" rel="noreferrer">
                    <OpenSimulatorLabel />
                  </a>
                </Button>
              )}
            </Step>
            <Step number={3} title={t('answer.title')} state={step === 'answer' ? 'now' : 'later'}>
              <p className="text-quiet">
                {first ? t('answer.detail', { name: contactName(first.contact) }) : t('answer.detailNobody')}
              </p>
              {first && (
                <Button look="primary" asChild className="justify-self-start">
                  <Link href={`/inbox/${first.id}`}>{t('answer.action')}</Link>
                </Button>
              )}
            </Step>
          </ol>
        )}
        {step === 'finished' ? (
          <div className="grid justify-items-start gap-3">
            <h2 className="font-serif text-title">{t('finished.title')}</h2>
            <p className="text-body text-quiet">{t('finished.detail')}</p>
            <Button look="primary" size="large" asChild>
              <Link href="/inbox">{t('finished.action')}</Link>
            </Button>
          </div>
        ) : (
          <Button look="quiet" asChild className="-ml-4 justify-self-start">
            <Link href="/inbox">{t('skip')}</Link>
          </Button>
        )}
      </div>
    </main>
  );
}

function OpenSimulatorLabel() {
  return useTranslations('conversations.empty')('openSimulator');
}

function Step({
  number,
  title,
  state,
  children,
}: {
  number: number;
  title: string;
  state: 'done' | 'now' | 'later';
  children: ReactNode;
}) {
  const t = useTranslations('welcome');
  return (
    <li aria-current={state === 'now' ? 'step' : undefined} className="grid grid-cols-[2.25rem_minmax(0,1fr)] gap-x-4">
      <span
        aria-hidden
        className={clsx(
          'tabular flex size-9 items-center justify-center rounded-full font-serif text-lead',
          state === 'done' && 'bg-good-soft text-good',
          state === 'now' && 'bg-brand text-on-brand',
          state === 'later' && 'border text-quiet',
        )}
      >
        {state === 'done' ? <Check size={18} /> : number}
      </span>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4 pt-1">
        <h2 className={clsx('text-lead', state === 'now' ? 'font-semibold' : 'text-quiet')}>
          <span className="sr-only">{t('progress', { step: number, total: 3 })}. </span>
          {title}
          {state === 'done' && <span className="ml-2 text-dense text-good">{t('done')}</span>}
        </h2>
        {state === 'now' && children}
      </div>
    </li>
  );
}
