'use client';

import type { Viewer } from '@recado/core/identity/contract';
import { createContext, useContext } from 'react';
import type { TrpcClient } from '../session/trpc-client.ts';
import type { Theme } from '../shell/read-preferences.ts';

export type StaffContextValue = { person: Viewer['person']; theme: Theme; client: TrpcClient };
/** Filled by StaffDesk; alone in this file so that what stands inside does not import it. */
export const StaffContext = createContext<StaffContextValue | null>(null);

/** Who of Recado's own people is at work; only below StaffDesk. */
export function useStaff(): StaffContextValue {
  const staff = useContext(StaffContext);
  if (!staff) throw new Error('useStaff needs StaffDesk above it');
  return staff;
}
