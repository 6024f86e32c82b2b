'use client';

import type { MessageStatus } from '@recado/core/conversations/contract';
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { useTranslations } from 'next-intl';

const looks = {
  queued: { Icon: Clock3, tone: 'text-quiet' },
  sending: { Icon: Clock3, tone: 'text-quiet' },
  failed: { Icon: CircleAlert, tone: 'text-danger' },
  sent: { Icon: Check, tone: 'text-quiet' },
  delivered: { Icon: CheckCheck, tone: 'text-quiet' },
  // read differs from delivered by weight as well as by colour
  read: { Icon: CheckCheck, tone: 'text-read stroke-[2.6]' },
  played: { Icon: CheckCheck, tone: 'text-read stroke-[2.6]' },
} as const;

/** How far an outgoing message has come, as people know it from their phones, with its word for those who do not see it. */
export function StatusMark({ status }: { status: MessageStatus }) {
  const t = useTranslations('conversations.status');
  if (status === 'received') return null;
  const { Icon, tone } = looks[status];
  return (
    <span role="img" aria-label={t(status)} title={t(status)} data-status={status} className="inline-flex shrink-0">
      <Icon size={15} aria-hidden className={tone} />
    </span>
  );
}
