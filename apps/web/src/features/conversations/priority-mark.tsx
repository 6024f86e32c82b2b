'use client';

import type { ConversationPriority } from '@recado/core/conversations/contract';
import { ChevronDown, ChevronsUp, ChevronUp } from 'lucide-react';
import { useTranslations } from 'next-intl';

const looks = {
  urgent: { Icon: ChevronsUp, tone: 'text-danger' },
  high: { Icon: ChevronUp, tone: 'text-attention' },
  low: { Icon: ChevronDown, tone: 'text-quiet' },
} as const;

/** How much a conversation matters, where that is more or less than usual; its word for those who do not see the mark. */
export function PriorityMark({ priority }: { priority: ConversationPriority }) {
  const t = useTranslations('inbox.priority');
  if (priority === 'none' || priority === 'normal') return null;
  const { Icon, tone } = looks[priority];
  return (
    <span role="img" aria-label={t(priority)} title={t(priority)} className="mr-1 inline-flex align-[-2px]">
      <Icon size={15} strokeWidth={2.6} aria-hidden className={tone} />
    </span>
  );
}
