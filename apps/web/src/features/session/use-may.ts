'use client';

import { may, type Permission } from '@recado/core/access/contract';
import { useDesk } from './use-desk.ts';

/** Whether this person may do something in this workspace. Only spares them a refusal: the server asks again on every call. */
export function useMay(permission: Permission): boolean {
  const { role, permissions } = useDesk().workspace;
  return may(role, permission, permissions);
}
