'use client';

import type { AuditFilter } from '@recado/core/compliance/contract';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { useDesk } from '../session/use-desk.ts';
import { dayEnd, dayStart } from './day-bounds.ts';

/** The kinds of acts that one may ask for: the modules', and three that cut across them. */
export const auditKinds = [
  'access',
  'contacts',
  'conversations',
  'channels',
  'workspaces',
  'policies',
  'plans',
  'staff',
  'looks',
  'exports',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** Empty texts are no filter; days as `2026-11-20`. */
export type AuditFilters = { person: string; kind: AuditKind | ''; from: string; until: string; subject: string };
export const noFilters: AuditFilters = { person: '', kind: '', from: '', until: '', subject: '' };

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) => DAY.test(text) && !Number.isNaN(Date.parse(text));

/** What the record is narrowed to. It stands in the address, so that it can be sent to a colleague and survives a reload. */
export function useAuditFilters() {
  const params = useSearchParams();
  const router = useRouter();
  const path = usePathname();
  const { timeZone } = useDesk().viewer.person;
  const filters = useMemo((): AuditFilters => {
    const day = (name: string) => (isDay(params.get(name) ?? '') ? (params.get(name) as string) : '');
    return {
      person: params.get('person') ?? '',
      kind: auditKinds.find((each) => each === params.get('kind')) ?? '',
      from: day('from'),
      until: day('until'),
      subject: params.get('subject') ?? '',
    };
  }, [params]);
  const setFilters = useCallback(
    (change: Partial<AuditFilters>) => {
      const kept = new URLSearchParams(
        Object.entries({ ...filters, ...change }).filter(([, value]) => value !== ''),
      ).toString();
      router.replace(`${path}${kept && `?${kept}`}` as never, { scroll: false });
    },
    [filters, path, router],
  );
  const asked = useMemo(() => asFilter(filters, timeZone ?? undefined), [filters, timeZone]);
  return { filters, setFilters, asked, isFiltered: Object.values(filters).some(Boolean) };
}

/** The same as the server takes it. */
export function asFilter(filters: AuditFilters, timeZone: string | undefined): AuditFilter {
  const { person, kind, from, until, subject } = filters;
  const only = kind === 'staff' || kind === 'looks' || kind === 'exports' ? kind : undefined;
  return {
    ...(person && { actorId: person }),
    ...(only ? { only } : kind && { group: kind }),
    ...(from && { from: dayStart(from, timeZone).toISOString() }),
    ...(until && { until: dayEnd(until, timeZone).toISOString() }),
    ...(subject && { subject }),
  };
}
