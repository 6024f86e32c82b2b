import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** A few lines of text. */
export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      rows={3}
      {...props}
      className={clsx(
        'w-full resize-y rounded-card border border-edge bg-surface px-3 py-2.5 text-body text-ink placeholder:text-quiet aria-invalid:border-danger disabled:opacity-55',
        className,
      )}
    />
  );
}
