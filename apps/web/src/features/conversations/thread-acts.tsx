'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { AlarmClock, Check, Ellipsis, RotateCcw, Tag as TagIcon, UserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { usePalette } from '../palette/use-palette.ts';
import { useMay } from '../session/use-may.ts';
import { PersonalDialog } from './personal-dialog.tsx';
import { useChange } from './use-change.ts';

/** What can be done with the open conversation. On a phone all but the first stand in one menu. */
export function ThreadActs({ conversation }: { conversation: ConversationRow }) {
  const t = useTranslations('inbox');
  const change = useChange();
  const palette = usePalette();
  const mayWrite = useMay('conversations.write');
  const [isMarking, setMarking] = useState(false);
  if (!mayWrite) return null;
  // a chat of one's own is given to nobody, and one that is about to go is not put off
  const isOwn = conversation.personal !== null;
  const isGoing = Boolean(conversation.personal?.until);
  const allowed = (page: string) => !(isOwn && page === 'assign') && !(isGoing && page === 'snooze');
  const isShut = ['closed', 'archived', 'snoozed'].includes(conversation.status);
  const name = t(isShut ? 'act.reopen' : 'act.resolve');
  const Icon = isShut ? RotateCcw : Check;
  const settle = () =>
    void change(
      [conversation],
      { status: isShut ? 'open' : 'closed' },
      t(isShut ? 'done.reopened' : 'done.resolved', { count: 1 }),
    );
  const icons = [
    ['snooze', AlarmClock],
    ['label', TagIcon],
    ['assign', UserRound],
  ] as const;
  return (
    <>
      {icons
        .filter(([page]) => allowed(page))
        .map(([page, Each]) => (
          <IconButton
            key={page}
            label={t(`act.${page}`)}
            className="max-lg:hidden"
            onClick={() => palette.open(page, [conversation])}
          >
            <Each size={19} aria-hidden />
          </IconButton>
        ))}
      <Button size="small" aria-label={name} title={name} onClick={settle} className="max-sm:px-2">
        <Icon size={17} aria-hidden />
        <span className="max-sm:hidden">{name}</span>
      </Button>
      <Menu
        align="end"
        trigger={
          <IconButton label={t('act.more')}>
            <Ellipsis size={20} aria-hidden />
          </IconButton>
        }
      >
        {(['snooze', 'label', 'assign', 'priority', 'topic', 'status'] as const).filter(allowed).map((page) => (
          <MenuItem key={page} onSelect={() => palette.open(page, [conversation])}>
            {t(`act.${page}`)}
          </MenuItem>
        ))}
        {!isOwn && <MenuItem onSelect={() => setMarking(true)}>{t('act.personal')}</MenuItem>}
      </Menu>
      {isMarking && <PersonalDialog conversation={conversation} onClose={() => setMarking(false)} />}
    </>
  );
}
