import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A sheet with a folded corner on the side that speaks: theirs at the start, ours at the end. */
export function Note({
  side,
  className,
  children,
}: {
  side: 'start' | 'end';
  className?: string;
  children: ReactNode;
}) {
  return (
    <div
      className={clsx(
        'px-3.5 py-2',
        side === 'start'
          ? 'folded-start bg-note-in [--fold:var(--color-note-in-fold)]'
          : 'folded-end bg-note-out [--fold:var(--color-note-out-fold)]',
        className,
      )}
    >
      {children}
    </div>
  );
}
