'use client';

import type { NoteRow } from '@recado/core/conversations/contract';
import { formatTime, type Reading } from '@recado/i18n';
import { Button } from '@recado/ui/button';
import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuItem } from '@recado/ui/menu';
import { MoreHorizontal, NotebookPen, Pencil, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, useEffect, useRef, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { ConfirmDialog } from '../shell/confirm-dialog.tsx';
import { piecesOf } from './mentions.ts';
import { NoteBox } from './note-box.tsx';
import { useNoteActions } from './use-note-actions.ts';

/** An internal note in its place in the thread, in a colour that no message has. */
export const NoteCard = memo(function NoteCard({ note, reading }: { note: NoteRow; reading: Reading }) {
  const t = useTranslations('conversations.note');
  const { viewer } = useDesk();
  const mayWrite = useMay('conversations.write');
  const actions = useNoteActions(note.conversationId);
  const [edited, setEdited] = useState<string | null>(null);
  const [isAsking, setAsking] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const isOwn = note.author.id === viewer.person.id;
  const isEditing = edited !== null;
  useEffect(() => {
    if (isEditing) box.current?.focus();
  }, [isEditing]);
  if (note.deletedAt) {
    return (
      <p data-note={note.id} className="py-2 text-center text-fine text-quiet">
        {t('gone', { name: isOwn ? 'you' : note.author.name })}
      </p>
    );
  }
  return (
    <article data-note={note.id} aria-label={t('of', { name: note.author.name })} className="flex justify-center py-2">
      <div className="w-full max-w-[85%] rounded-card border border-attention/40 border-dashed bg-attention-soft px-3.5 py-2 text-body md:max-w-[75%]">
        <div className="flex items-center gap-2 text-fine text-quiet">
          <NotebookPen size={14} aria-hidden className="shrink-0 text-attention" />
          <span className="min-w-0 truncate">
            <span className="font-semibold text-attention">{t('title')}</span> · {isOwn ? t('you') : note.author.name}
          </span>
          <span className="tabular ml-auto shrink-0">
            {note.editedAt && `${t('edited')} · `}
            <time dateTime={note.createdAt}>{formatTime(new Date(note.createdAt), reading)}</time>
          </span>
          {isOwn && mayWrite && !isEditing && (
            <Menu
              align="end"
              trigger={
                <IconButton label={t('more')} size="small">
                  <MoreHorizontal size={16} aria-hidden />
                </IconButton>
              }
            >
              <MenuItem onSelect={() => setEdited(note.body)}>
                <Pencil size={16} aria-hidden /> {t('edit')}
              </MenuItem>
              <MenuItem tone="danger" onSelect={() => setAsking(true)}>
                <Trash2 size={16} aria-hidden /> {t('delete')}
              </MenuItem>
            </Menu>
          )}
        </div>
        {isEditing ? (
          <div className="mt-1 rounded-tight border bg-surface p-1">
            <NoteBox
              conversationId={note.conversationId}
              text={edited}
              setText={setEdited}
              box={box}
              known={note.mentions.map(({ id, name }) => ({ personId: id, name }))}
              onSubmit={async (text, ids) => {
                if (await actions.edit(note.id, text, ids)) setEdited(null);
              }}
            >
              {(submit, canSubmit) => (
                <span className="flex shrink-0 gap-1">
                  <Button size="small" onClick={() => setEdited(null)}>
                    {t('cancel')}
                  </Button>
                  <Button size="small" look="primary" disabled={!canSubmit} onClick={submit}>
                    {t('save')}
                  </Button>
                </span>
              )}
            </NoteBox>
          </div>
        ) : (
          <p className="whitespace-pre-wrap break-words">
            {piecesOf(
              note.body,
              note.mentions.map(({ name }) => name),
            ).map((piece, at) =>
              piece.isMention ? (
                <strong key={at} className="font-semibold text-brand">
                  {piece.text}
                </strong>
              ) : (
                piece.text
              ),
            )}
          </p>
        )}
      </div>
      <ConfirmDialog
        open={isAsking}
        setOpen={setAsking}
        title={t('deleteTitle')}
        detail={t('deleteDetail')}
        confirm={t('delete')}
        look="danger"
        onConfirm={() => {
          setAsking(false);
          void actions.remove(note.id);
        }}
      />
    </article>
  );
});
