'use client';

import type { WorkspaceRow } from '@recado/core/workspaces/contract';
import { numberStateOf } from '@recado/core/workspaces/rules';
import { formatPhone } from '@recado/i18n';
import { Badge } from '@recado/ui/badge';
import { Button } from '@recado/ui/button';
import { toast } from '@recado/ui/toaster';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useDesk } from '../session/use-desk.ts';
import { ColorStripe } from './color-stripe.tsx';

const tones = { online: 'good', offline: 'neutral', broken: 'danger' } as const;

/** A workspace as a card: its numbers and how they are, its figures, and what can be done with it. */
export function WorkspaceCard({ row, onDelete }: { row: WorkspaceRow; onDelete: () => void }) {
  const t = useTranslations('workspaces.list');
  const tOverview = useTranslations('workspaces.overview');
  const { workspace, switchWorkspace } = useDesk();
  const router = useRouter();
  // what a role of the company's own may do there is known there
  const mayGiveLinks = row.role === 'owner' || row.role === 'admin';
  const isHere = row.id === workspace.id;
  const go = (to: '/inbox' | '/settings/workspace' | '/settings/links') => {
    if (!isHere) {
      switchWorkspace(row.id);
      toast(t('went', { name: row.name }));
    }
    router.push(to);
  };
  return (
    <li>
      <article aria-label={row.name} className="flex gap-3 rounded-card border border-line bg-surface p-4">
        <ColorStripe of={row} className="w-1" />
        <div className="grid min-w-0 flex-1 gap-3">
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="min-w-0 truncate font-serif text-title">{row.name}</h2>
            {isHere && <Badge tone="brand">{t('here')}</Badge>}
            {row.closed && (
              <Badge>{row.closed === 'archived' ? tOverview('archived') : tOverview('needs.cancelled')}</Badge>
            )}
          </div>
          <ul className="flex flex-wrap gap-2">
            {row.numbers?.length === 0 && <li className="text-quiet">{t('noNumber')}</li>}
            {row.numbers?.map((number, n) => {
              const state = numberStateOf(number);
              return (
                // numbers come in a fixed order and have no other name here
                <li key={n} className="flex items-center gap-2">
                  <span className="tabular">{number.number ? formatPhone(number.number) : number.name}</span>
                  <Badge tone={tones[state]}>{t(`states.${state}`)}</Badge>
                </li>
              );
            })}
          </ul>
          <p className="text-dense text-quiet">
            {[
              row.contacts !== null && t('contacts', { count: row.contacts }),
              row.messagesToday !== null && t('today', { count: row.messagesToday }),
              row.waiting !== null && row.waiting > 0 && t('waiting', { count: row.waiting }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </p>
          <div className="flex flex-wrap gap-2">
            {!isHere && (
              <Button size="small" onClick={() => go('/inbox')}>
                {t('open')}
              </Button>
            )}
            <Button size="small" onClick={() => go('/settings/workspace')}>
              {t('configure')}
            </Button>
            {mayGiveLinks && row.closed === null && (
              <Button size="small" onClick={() => go('/settings/links')}>
                {t('links')}
              </Button>
            )}
            {row.role === 'owner' && row.closed === null && (
              <Button size="small" look="quiet" onClick={onDelete}>
                {t('delete')}
              </Button>
            )}
          </div>
        </div>
      </article>
    </li>
  );
}
