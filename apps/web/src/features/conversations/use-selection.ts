'use client';

import { CHANGED_AT_ONCE, type ConversationRow } from '@recado/core/conversations/contract';
import { useCallback, useEffect, useRef, useState } from 'react';

/** What is chosen of a list: one by one, from one to another, or all that is loaded, as many as one change takes. */
export function useSelection(rows: readonly ConversationRow[], of: unknown) {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set());
  const anchor = useRef<string>(undefined);
  const shown = useRef(rows);
  shown.current = rows;
  // another view is another choice
  useEffect(() => setIds(new Set()), [of]);
  const clear = useCallback(() => setIds(new Set()), []);
  const choose = useCallback((row: ConversationRow, isRange: boolean) => {
    setIds((now) => {
      const next = new Set(now);
      const from = isRange ? shown.current.findIndex(({ id }) => id === anchor.current) : -1;
      const to = shown.current.findIndex(({ id }) => id === row.id);
      if (from >= 0 && to >= 0)
        for (const { id } of shown.current.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(id);
      else if (!next.delete(row.id)) next.add(row.id);
      return new Set([...next].slice(0, CHANGED_AT_ONCE));
    });
    anchor.current = row.id;
  }, []);
  const chooseLoaded = useCallback(
    () => setIds(new Set(shown.current.slice(0, CHANGED_AT_ONCE).map(({ id }) => id))),
    [],
  );
  const chosen = rows.filter(({ id }) => ids.has(id));
  return { ids, chosen, choose, chooseLoaded, clear };
}
