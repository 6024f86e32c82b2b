import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** A square button whose only content is an icon; `label` is what it is called by voice and on hover. */
export function IconButton({
  label,
  children,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & { label: string; children: ReactNode }) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx(
        'inline-flex size-10 shrink-0 items-center justify-center rounded-card text-quiet transition-colors hover:bg-sunk hover:text-ink disabled:opacity-50 aria-pressed:text-brand',
        className,
      )}
    >
      {children}
    </button>
  );
}
