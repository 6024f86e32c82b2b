'use client';

import type { ConversationRow } from '@recado/core/conversations/contract';
import { createContext, useContext } from 'react';

export type PalettePage =
  | 'home'
  | 'assign'
  | 'label'
  | 'snooze'
  | 'priority'
  | 'topic'
  | 'status'
  | 'workspaces'
  | 'keys';

type Palette = {
  /** Opens a page of it for some conversations; `done` is called once something was done with them. */
  open(page: PalettePage, targets?: readonly ConversationRow[], done?: () => void): void;
};
/** Filled by PaletteProvider; alone in this file so that what opens it does not import it. */
export const PaletteContext = createContext<Palette | null>(null);

export function usePalette(): Palette {
  const palette = useContext(PaletteContext);
  if (!palette) throw new Error('usePalette needs PaletteProvider above it');
  return palette;
}
