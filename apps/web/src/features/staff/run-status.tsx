'use client';

import type { RunStatus } from '@recado/core/operations/contract';
import { Badge, type BadgeTone } from '@recado/ui/badge';
import { Ban, Check, CircleDashed, LoaderCircle, X } from 'lucide-react';
import { useTranslations } from 'next-intl';

const looks: Record<RunStatus, { tone: BadgeTone; Icon: typeof Check }> = {
  queued: { tone: 'neutral', Icon: CircleDashed },
  running: { tone: 'brand', Icon: LoaderCircle },
  completed: { tone: 'good', Icon: Check },
  failed: { tone: 'danger', Icon: X },
  cancelled: { tone: 'attention', Icon: Ban },
};

/** How a run is doing, in the operator's word. */
export function RunStatusBadge({ status }: { status: RunStatus }) {
  const t = useTranslations('staff.status');
  const { tone, Icon } = looks[status];
  return (
    <Badge tone={tone}>
      <Icon size={12} strokeWidth={2.4} aria-hidden />
      {t(status)}
    </Badge>
  );
}
