'use client';

import type { MessageRow, PlannedRow } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { clsx } from 'clsx';
import { CalendarClock, MoreHorizontal, TriangleAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { MessageText } from './message-text.tsx';
import { PlanDialog } from './plan-dialog.tsx';
import { useMoment, usePlannedActions } from './use-planned.ts';

/** A message that waits for its moment, at the end of the thread: when it goes, or why it did not. */
export function PlannedBubble({ row, lastIn }: { row: PlannedRow; lastIn: MessageRow | undefined }) {
  const t = useTranslations('conversations.planned');
  const { viewer } = useDesk();
  const mayWrite = useMay('conversations.write');
  const actions = usePlannedActions(row.conversationId);
  const moment = useMoment();
  const [isEditing, setEditing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const name = row.author.id === viewer.person.id ? t('byYou') : row.author.name;
  const when = moment(new Date(row.at));
  const waits = row.state === 'planned';
  const isAboutToBeHeld = waits && !row.sendsAnyway && lastIn !== undefined && lastIn.createdAt > row.since;
  const run = async (act: () => Promise<boolean>) => {
    setBusy(true);
    await act();
    setBusy(false);
  };
  return (
    <article data-planned={row.id} aria-label={t('label', { name, when })} className="flex flex-col items-end pt-3">
      <div
        className={clsx(
          'grid w-fit max-w-[85%] gap-1.5 rounded-card border border-dashed bg-surface px-3.5 py-2 text-body md:max-w-[75%]',
          waits ? 'border-edge' : 'border-attention',
        )}
      >
        <p className="flex items-center gap-2 text-fine text-quiet">
          <CalendarClock size={14} aria-hidden className="shrink-0" />
          <span className="min-w-0">
            <time dateTime={row.at} className="tabular font-semibold">
              {t(waits ? 'at' : 'was', { when })}
            </time>
            {` · ${name}`}
          </span>
          {mayWrite && (
            <span className="ml-auto">
              <Menu
                align="end"
                trigger={
                  <IconButton label={t('more')} size="small">
                    <MoreHorizontal size={16} aria-hidden />
                  </IconButton>
                }
              >
                <MenuItem onSelect={() => void run(() => actions.send(row))}>{t('sendNow')}</MenuItem>
                <MenuItem onSelect={() => setEditing(true)}>{t('edit')}</MenuItem>
                <MenuItem tone="danger" onSelect={() => void run(() => actions.cancel(row))}>
                  {t('cancel')}
                </MenuItem>
              </Menu>
            </span>
          )}
        </p>
        <MessageText text={row.body} />
        {row.sendsAnyway && waits && <p className="text-fine text-quiet">{t('always')}</p>}
        {(!waits || isAboutToBeHeld) && (
          <p className="flex items-start gap-1.5 text-attention text-dense">
            <TriangleAlert size={15} aria-hidden className="mt-0.5 shrink-0" />
            <span>
              {waits
                ? t('will')
                : row.state === 'held'
                  ? t('held')
                  : t('refused', { reason: row.reason ?? 'other', name: row.author.name })}
            </span>
          </p>
        )}
        {mayWrite && !waits && (
          <p className="flex flex-wrap justify-end gap-2 pt-1">
            <Button size="small" onClick={() => void run(() => actions.cancel(row))}>
              {t('cancel')}
            </Button>
            <Button size="small" onClick={() => setEditing(true)}>
              {t('edit')}
            </Button>
            {row.reason !== 'blocked' && (
              <Button size="small" look="primary" busy={isBusy} onClick={() => void run(() => actions.send(row))}>
                {t('sendNow')}
              </Button>
            )}
          </p>
        )}
      </div>
      {isEditing && (
        <PlanDialog
          plan={{ text: row.body, at: row.at, sendsAnyway: row.sendsAnyway }}
          isNew={false}
          onClose={() => setEditing(false)}
          onPlan={(plan) => actions.change(row.id, plan)}
        />
      )}
    </article>
  );
}
