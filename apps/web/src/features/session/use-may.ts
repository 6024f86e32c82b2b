'use client';

import { type Permission, type Role, rolesWith } from '@recado/core/access/contract';
import { useDesk } from './use-desk.ts';

/** Whether this person may do something in this workspace. Only spares them a refusal: the server asks again on every call. */
export function useMay(permission: Permission): boolean {
  return rolesWith(permission).includes(useDesk().workspace.role as Role);
}
