'use client';

import { useQuery } from '@tanstack/react-query';
import { ListChecks } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';

/** The way back to the first steps for whoever sets the business up, as long as one of them is left. */
export function FirstStepsLink() {
  const t = useTranslations('welcome');
  const { client, workspace } = useDesk();
  const mayNote = useMay('workspace.update');
  const path = usePathname();
  const isAsked = mayNote && !workspace.isDemo && path !== '/welcome';
  const asked = useQuery({
    queryKey: queryKeys.onboarding,
    queryFn: () => client.onboarding.get.query({ workspaceId: workspace.id, input: {} }),
    enabled: isAsked,
    staleTime: 60_000,
  });
  const state = asked.data;
  if (!isAsked || !state?.current) return null;
  const done = state.steps.filter((each) => each.state === 'done').length;
  return (
    <Link
      href="/welcome"
      className="inline-flex min-h-9 shrink-0 items-center gap-1.5 rounded-full border px-3 text-dense hover:bg-sunk"
    >
      {/* a phone's header has room for the business, the bell and the person first */}
      <ListChecks size={16} aria-hidden className="text-quiet sm:hidden" />
      <span className="max-sm:sr-only">{t('link')}</span>
      <span className="tabular text-quiet">{t('shortCount', { done, total: state.steps.length })}</span>
    </Link>
  );
}
