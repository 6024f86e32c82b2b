import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

const looks = {
  quiet: 'text-quiet hover:bg-sunk hover:text-ink aria-pressed:text-brand',
  primary: 'bg-brand text-on-brand hover:bg-brand-deep disabled:bg-transparent disabled:text-quiet',
  raised: 'bg-raised text-ink shadow-float hover:bg-sunk',
} as const;
const sizes = { small: 'size-8', medium: 'size-10' } as const;

/** A square button whose only content is an icon; `label` is what it is called by voice and on hover. */
export function IconButton({
  label,
  look = 'quiet',
  size = 'medium',
  children,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'aria-label' | 'title'> & {
  label: string;
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      {...rest}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center rounded-card transition-colors disabled:opacity-50',
        looks[look],
        sizes[size],
        className,
      )}
    >
      {children}
    </button>
  );
}
