'use client';

import type { DraftKey, Viewer, WorkspaceCard } from '@recado/core/identity/contract';
import { createContext, useContext } from 'react';
import type { DraftBox } from '../conversations/drafts.ts';
import type { Theme } from '../shell/read-preferences.ts';
import type { WireError } from './app-error.ts';
import type { PublicConfig } from './read-viewer.ts';
import type { TrpcClient } from './trpc-client.ts';

export type DeskContextValue = {
  viewer: Viewer;
  config: PublicConfig;
  theme: Theme;
  workspace: WorkspaceCard;
  /** Its calls ask for a fresh proof by themselves where the server wants one. */
  client: TrpcClient;
  /** Asks them to prove themselves again, for what is no call of the client; answers whether they did. */
  prove(): Promise<boolean>;
  /** What this person leaves unsent here. */
  drafts: DraftBox;
  /** The keys of it, the present one first. */
  draftKeys: readonly DraftKey[];
  switchWorkspace(id: string): void;
  endSession(error: WireError): void;
};
/** Filled by Desk; alone in this file so that what stands inside the desk does not import the desk. */
export const DeskContext = createContext<DeskContextValue | null>(null);

/** The person and the workspace of the page; only below Desk. */
export function useDesk(): DeskContextValue {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('useDesk needs Desk above it');
  return desk;
}
