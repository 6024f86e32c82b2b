'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { readDraft, writeDraft } from './drafts.ts';

const keepAfterMs = 300;

/** The text being written in a conversation; what is left of it is there again on the next visit of the same person. */
export function useDraft(conversationId: string): [text: string, setText: (text: string) => void] {
  const personId = useDesk().viewer.person.id;
  const [text, setText] = useState('');
  const latest = useRef<string | null>(null);
  useEffect(() => {
    setText(readDraft(localStorage, personId, conversationId, Date.now()));
    const keep = () => {
      if (latest.current !== null) writeDraft(localStorage, personId, conversationId, latest.current, Date.now());
    };
    const timer = setInterval(keep, keepAfterMs);
    addEventListener('pagehide', keep);
    return () => {
      clearInterval(timer);
      removeEventListener('pagehide', keep);
      keep();
    };
  }, [personId, conversationId]);
  const change = useCallback((next: string) => {
    latest.current = next;
    setText(next);
  }, []);
  return [text, change];
}
