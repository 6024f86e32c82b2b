'use client';

import type { FieldRow } from '@recado/core/contacts/contract';
import { useEffect, useState } from 'react';
import { useDesk } from '../session/use-desk.ts';

/** What a row may show beside the name; a field of the company's own is `f:` and its id. */
export const ownColumns = [
  'phone',
  'kind',
  'owner',
  'touched',
  'score',
  'tags',
  'email',
  'company',
  'city',
  'country',
  'consent',
  'source',
  'created',
] as const;
export type Column = (typeof ownColumns)[number] | `f:${string}`;
const usual: Column[] = ['phone', 'kind', 'owner', 'touched'];

/** The columns that this person chose, remembered in this browser for them and this business. */
export function useColumns(fields: readonly FieldRow[]) {
  const { viewer, workspace } = useDesk();
  const key = `recado.contacts.columns.${viewer.person.id}.${workspace.id}`;
  const [chosen, setChosen] = useState<Column[]>(usual);
  useEffect(() => {
    try {
      const kept = JSON.parse(localStorage.getItem(key) ?? 'null') as unknown;
      if (Array.isArray(kept)) setChosen(kept.filter((each): each is Column => typeof each === 'string'));
    } catch {
      // somebody else's writing, or no memory: the usual ones
    }
  }, [key]);
  const all: Column[] = [...ownColumns, ...fields.map(({ id }): Column => `f:${id}`)];
  const toggle = (column: Column) => {
    const next = all.filter((each) => (each === column ? !chosen.includes(each) : chosen.includes(each)));
    setChosen(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // a browser without room for it forgets it
    }
  };
  return { all, columns: all.filter((each) => chosen.includes(each)), toggle };
}
