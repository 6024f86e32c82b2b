'use client';

import { Badge } from '@recado/ui/badge';
import { ChevronsUpDown } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePalette } from '../palette/use-palette.ts';
import { useDesk } from '../session/use-desk.ts';

/** Names the business at work, and opens the list of the others. */
export function WorkspaceSwitcher() {
  const t = useTranslations('shell.workspace');
  const { workspace } = useDesk();
  const palette = usePalette();
  return (
    <button
      type="button"
      title={t('switch')}
      onClick={() => palette.open('workspaces')}
      className="flex h-10 min-w-0 items-center gap-2 rounded-card px-2 hover:bg-sunk"
    >
      <span className="sr-only">{t('switch')}. </span>
      <span className="truncate font-serif text-lead">{workspace.name}</span>
      {workspace.isDemo && <Badge tone="brand">{t('demo')}</Badge>}
      <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
    </button>
  );
}
