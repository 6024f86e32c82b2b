'use client';

import type { Onboarding, OnboardingStep } from '@recado/core/onboarding/contract';
import { Button } from '@recado/ui/button';
import { IdCard, Inbox, MessageSquareReply, Settings } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { ChannelCard } from '../channels/channel-card.tsx';
import { CreateChannelForm } from '../channels/create-channel-form.tsx';
import { LinkingHelp } from '../channels/linking-help.tsx';
import { useChannels } from '../channels/use-channels.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

/** What there is to do in a step, done right here where that is possible. */
export function StepBody({
  step,
  onboarding,
  onDone,
}: {
  step: OnboardingStep;
  onboarding: Onboarding;
  onDone: () => void;
}) {
  const t = useTranslations('welcome.step');
  switch (step) {
    case 'connect':
      return <Connect />;
    case 'receive':
      return <Receive />;
    case 'answer':
      return (
        <Elsewhere
          detail={t(onboarding.firstConversationId ? 'answer.detail' : 'answer.detailNobody')}
          {...(onboarding.firstConversationId && {
            href: `/inbox/${onboarding.firstConversationId}` as Route,
            action: t('answer.action'),
          })}
        />
      );
    case 'import':
      return <Elsewhere detail={t('import.detail')} href="/contacts/import" action={t('import.action')} />;
    case 'tour':
      return <Tour onDone={onDone} />;
    case 'workspace':
      return <Elsewhere detail={t('workspace.detail')} href="/settings/workspaces" action={t('workspace.action')} />;
    case 'link':
      return <Elsewhere detail={t('link.detail')} href="/settings/links" action={t('link.action')} />;
    case 'handOver':
      return <Elsewhere detail={t('handOver.detail')} href="/settings/people" action={t('handOver.action')} />;
  }
}

function Elsewhere({ detail, href, action }: { detail: string; href?: Route; action?: string }) {
  return (
    <>
      <p className="text-quiet">{detail}</p>
      {href && (
        <Button look="primary" asChild className="justify-self-start">
          <Link href={href}>{action}</Link>
        </Button>
      )}
    </>
  );
}

function Connect() {
  const t = useTranslations('welcome.step.connect');
  const channels = useChannels();
  const mayConnect = useMay('channels.connect');
  return (
    <>
      <p className="text-quiet">{t(mayConnect ? 'detail' : 'askOwner')}</p>
      {channels.data?.length === 0 && mayConnect && <CreateChannelForm onDone={() => void channels.refetch()} />}
      {channels.data && channels.data.length > 0 && (
        <>
          <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
            {channels.data.map((channel) => (
              <ChannelCard key={channel.id} channel={channel} />
            ))}
          </ul>
          <LinkingHelp />
        </>
      )}
    </>
  );
}

function Receive() {
  const t = useTranslations('welcome.step.receive');
  const tEmpty = useTranslations('conversations.empty');
  const { config } = useDesk();
  const channels = useChannels();
  const isSimulated = channels.data?.some(({ driver }) => driver === 'simulator') ?? false;
  return (
    <>
      <p className="text-quiet">{t(isSimulated ? 'detailSimulated' : 'detail')}</p>
      <p role="status" className="flex items-center gap-2.5 font-medium">
        <span aria-hidden className="size-2 animate-pulse rounded-full bg-attention" />
        {t('waiting')}
      </p>
      {isSimulated && config.simulatorUrl && (
        <Button look="primary" asChild className="justify-self-start">
          <a href={config.simulatorUrl} target="_blank" rel="noreferrer">
            {tEmpty('openSimulator')}
          </a>
        </Button>
      )}
    </>
  );
}

const places = { inbox: Inbox, waiting: MessageSquareReply, card: IdCard, settings: Settings } as const;

/** The desk in four lines, in the order of a day. */
function Tour({ onDone }: { onDone: () => void }) {
  const t = useTranslations('welcome.step.tour');
  return (
    <>
      <p className="text-quiet">{t('detail')}</p>
      <ul className="grid grid-cols-[minmax(0,1fr)] gap-4">
        {Object.entries(places).map(([key, Icon]) => (
          <li key={key} className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-3">
            <Icon size={20} aria-hidden className="mt-0.5 text-brand" />
            <p>
              <span className="font-semibold">{t(`places.${key as keyof typeof places}.name`)}.</span>{' '}
              {t(`places.${key as keyof typeof places}.what`)}
            </p>
          </li>
        ))}
      </ul>
      <Button look="primary" className="justify-self-start" onClick={onDone}>
        {t('action')}
      </Button>
    </>
  );
}
