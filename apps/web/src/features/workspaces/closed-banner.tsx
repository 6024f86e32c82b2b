'use client';

import { Archive } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';

/** Says over every page that the workspace is for reading only, and why. */
export function ClosedBanner() {
  const t = useTranslations('workspaces.closed');
  const { workspace } = useDesk();
  const { closed } = workspace;
  // whoever owes is told so, and how to come back
  if (!closed || workspace.owes?.state === 'suspended') return null;
  return (
    <p role="status" className="flex flex-wrap items-center gap-2.5 bg-attention-soft px-4 py-2 text-dense">
      <Archive size={16} aria-hidden className="shrink-0 text-attention" />
      {t(closed)}
      {closed === 'archived' && (
        <Link href="/settings/workspace" className="font-semibold text-brand underline">
          {t('action')}
        </Link>
      )}
      {closed === 'frozen' && workspace.role === 'owner' && (
        <Link href="/settings/plan" className="font-semibold text-brand underline">
          {t('plan')}
        </Link>
      )}
    </p>
  );
}
