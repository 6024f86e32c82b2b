'use client';

import { NOTE_LIMIT } from '@recado/core/conversations/contract';
import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react';
import { queryKeys } from '../live/query-keys.ts';
import { useDesk } from '../session/use-desk.ts';
import { findMentionable, type Mentionable, mentionAt, putMention, stillMentioned } from './mentions.ts';

/** Where a note is written. `@` offers the people who see the conversation; arrows, Enter, Tab and Escape work as in any list. */
export function NoteBox({
  conversationId,
  text,
  setText,
  box,
  children,
  known = [],
  onSubmit,
}: {
  conversationId: string;
  text: string;
  setText: (text: string) => void;
  box: RefObject<HTMLTextAreaElement | null>;
  /** What stands beside the box: the button that keeps the note. */
  children: (submit: () => void, canSubmit: boolean) => ReactNode;
  /** Whom the note mentions already. */
  known?: readonly Mentionable[];
  onSubmit: (text: string, mentionedIds: string[]) => void;
}) {
  const t = useTranslations('conversations.note');
  const { client, workspace } = useDesk();
  const listId = useId();
  const [typed, setTyped] = useState<{ from: number; query: string } | null>(null);
  const [at, setAt] = useState(0);
  const chosen = useRef<Mentionable[]>([...known]);
  const seers = useQuery({
    queryKey: queryKeys.seers(conversationId),
    queryFn: () => client.conversations.seers.query({ workspaceId: workspace.id, input: { conversationId } }),
  });
  const found = typed ? findMentionable(seers.data ?? [], typed.query) : [];
  const current = found[Math.min(at, found.length - 1)];
  const canSubmit = text.trim() !== '' && text.length <= NOTE_LIMIT;

  const look = () => {
    const place = box.current;
    if (!place) return;
    setTyped(mentionAt(place.value, place.selectionStart));
    setAt(0);
  };
  const choose = (person: Mentionable) => {
    const place = box.current;
    if (!typed || !place) return;
    const put = putMention(text, typed.from, place.selectionStart, person.name);
    chosen.current.push(person);
    setText(put.text);
    setTyped(null);
    // once the text stands there
    requestAnimationFrame(() => {
      place.focus();
      place.setSelectionRange(put.cursor, put.cursor);
    });
  };
  const submit = () => {
    if (!canSubmit) return;
    const mentionable = [...chosen.current, ...(seers.data ?? [])].filter(({ personId }, index, all) => {
      // a name typed in full counts when only one person has it
      const isChosen = index < chosen.current.length;
      return (
        isChosen || all.filter(({ name }) => name === all[index]?.name).every((each) => each.personId === personId)
      );
    });
    onSubmit(text, stillMentioned(text, mentionable));
    chosen.current = [];
    setTyped(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (current) {
      const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
      const move = moves[event.key];
      if (move !== undefined) {
        event.preventDefault();
        setAt((now) => (now + move + found.length) % found.length);
        return;
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault();
        choose(current);
        return;
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        event.stopPropagation();
        setTyped(null);
        return;
      }
    }
    if (event.key !== 'Enter' || event.shiftKey) return;
    event.preventDefault();
    submit();
  };
  return (
    <div className="relative flex min-w-0 flex-1 items-end gap-1">
      {current && (
        <div
          id={listId}
          role="listbox"
          aria-label={t('people')}
          className="arrive absolute bottom-full left-0 z-20 mb-2 w-64 max-w-full rounded-card border bg-raised p-1.5 shadow-float"
        >
          {found.map((person) => (
            <button
              key={person.personId}
              id={`${listId}-${person.personId}`}
              type="button"
              role="option"
              tabIndex={-1}
              aria-selected={person === current}
              // the cursor stays in the box
              onPointerDown={(event) => {
                event.preventDefault();
                choose(person);
              }}
              className={clsx(
                'block min-h-9 w-full truncate rounded-tight px-2.5 py-1.5 text-left',
                person === current && 'bg-sunk font-semibold',
              )}
            >
              {person.name}
            </button>
          ))}
        </div>
      )}
      <textarea
        ref={box}
        value={text}
        rows={1}
        role="combobox"
        aria-expanded={current !== undefined}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={current && `${listId}-${current.personId}`}
        aria-label={t('label')}
        placeholder={t('placeholder')}
        onChange={(event) => {
          setText(event.target.value);
          look();
        }}
        onClick={look}
        onKeyDown={onKeyDown}
        className="field-sizing-content max-h-40 min-h-10 min-w-0 flex-1 resize-none bg-transparent px-1.5 py-2 text-body outline-none placeholder:text-quiet"
      />
      {children(submit, canSubmit)}
    </div>
  );
}
