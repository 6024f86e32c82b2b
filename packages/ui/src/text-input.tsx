import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** The dress that every typed control shares. */
export const inputLook =
  'h-11 w-full rounded-card border border-edge bg-surface px-3 text-body text-ink placeholder:text-quiet aria-invalid:border-danger disabled:opacity-55';

/** One line of text. */
export function TextInput({ className, ...rest }: ComponentProps<'input'>) {
  return <input {...rest} className={clsx(inputLook, className)} />;
}
