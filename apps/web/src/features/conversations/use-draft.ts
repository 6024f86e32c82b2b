'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';

/**
 * The text being written in a conversation; what is left of it is there again on the next visit of the same person. It is sealed as it
 * is written, so that a page that goes has nothing left to do.
 */
export function useDraft(conversationId: string): [text: string, setText: (text: string) => void] {
  const { drafts } = useDesk();
  const [text, setText] = useState('');
  const latest = useRef<string | null>(null);
  useEffect(() => {
    let isHere = true;
    latest.current = null;
    setText('');
    void drafts.read(conversationId).then((kept) => {
      // whoever began to write meanwhile goes on
      if (isHere && latest.current === null && kept !== '') setText(kept);
    });
    const leave = drafts.onPrepended((id, added) => {
      if (id !== conversationId) return;
      setText((now) => {
        latest.current = now ? `${added}\n${now}` : added;
        return latest.current;
      });
    });
    return () => {
      isHere = false;
      leave();
    };
  }, [drafts, conversationId]);
  const change = useCallback(
    (next: string) => {
      latest.current = next;
      setText(next);
      void drafts.write(conversationId, next);
    },
    [drafts, conversationId],
  );
  return [text, change];
}
