'use client';

import type { ConversationRow, QuickReplyRow } from '@recado/core/conversations/contract';
import { fillVariables } from '@recado/core/conversations/rules';
import { type KeyboardEvent, type RefObject, useState } from 'react';
import { findReplies, slashAt } from './find-replies.ts';
import { useQuickReplies, useReplyValues } from './use-quick-replies.ts';

/** What `/` opens in a box: the list that fits, arrows through it, Enter or Tab to take one, Escape to go on writing. */
export function useSlash(
  conversation: ConversationRow,
  box: RefObject<HTMLTextAreaElement | null>,
  text: string,
  setText: (text: string) => void,
) {
  const [typed, setTyped] = useState<{ from: number; query: string } | null>(null);
  const [at, setAt] = useState(0);
  const all = useQuickReplies(typed !== null);
  const values = useReplyValues(conversation);
  const replies = typed && all.data ? findReplies(all.data, typed.query) : [];
  const current = replies[Math.min(at, replies.length - 1)];
  const look = () => {
    const place = box.current;
    if (!place) return;
    setTyped(slashAt(place.value, place.selectionStart));
    setAt(0);
  };
  const choose = (reply: QuickReplyRow) => {
    const place = box.current;
    if (!typed || !place) return;
    const head = text.slice(0, typed.from) + fillVariables(reply.body, values).text;
    setText(head + text.slice(place.selectionStart));
    setTyped(null);
    // once the text stands there
    requestAnimationFrame(() => {
      place.focus();
      place.setSelectionRange(head.length, head.length);
    });
  };
  /** Whether the key was for the list. */
  const takesKey = (event: KeyboardEvent): boolean => {
    if (!typed) return false;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') setTyped(null);
    else if (!current) return false;
    else if (move !== undefined) setAt((now) => (now + move + replies.length) % replies.length);
    else if ((event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab') choose(current);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { isOpen: typed !== null && all.data !== undefined, replies, current, values, look, choose, takesKey };
}
