'use client';

import { type Permission, rightsOf } from '@recado/core/access/contract';
import { useDesk } from './use-desk.ts';

/** What this person may do in this workspace. Only spares them refusals: the server asks again on every call. */
export function useRights(): readonly Permission[] {
  const { role, permissions } = useDesk().workspace;
  return rightsOf(role, permissions);
}

/** Whether this person may do something in this workspace. */
export const useMay = (permission: Permission): boolean => useRights().includes(permission);
