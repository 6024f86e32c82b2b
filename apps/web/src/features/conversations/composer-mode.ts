import { useSyncExternalStore } from 'react';

export type ComposerMode = 'answer' | 'note';

let mode: ComposerMode = 'answer';
const listeners = new Set<() => void>();
const focusers = new Set<() => void>();

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** What is being written: an answer to the customer, or a note for the company's own people. A note is chosen anew for each conversation. */
export const useComposerMode = (): ComposerMode =>
  useSyncExternalStore(
    subscribe,
    () => mode,
    () => 'answer',
  );

/** Chooses it from anywhere, as keys and palettes do; `focus` also puts the cursor there. */
export function setComposerMode(next: ComposerMode, options: { focus?: boolean } = {}): void {
  if (mode !== next) {
    mode = next;
    for (const listener of listeners) listener();
  }
  // after the box of that mode stands there
  if (options.focus)
    setTimeout(() => {
      for (const focus of focusers) focus();
    });
}

/** Whoever shows the box hears when the cursor is wanted in it. */
export function onComposerFocus(focus: () => void): () => void {
  focusers.add(focus);
  return () => void focusers.delete(focus);
}
