import { clsx } from 'clsx';
import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

const looks = {
  primary: 'bg-brand text-on-brand hover:bg-brand-deep',
  secondary: 'border border-edge bg-surface text-ink hover:bg-sunk',
  quiet: 'text-ink hover:bg-sunk',
  danger: 'bg-danger text-on-danger hover:opacity-90',
} as const;
const sizes = { small: 'h-8 px-3 text-dense', medium: 'h-10 px-4', large: 'h-12 px-5 text-body' } as const;

export type ButtonProps = ComponentProps<'button'> & {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  /** Keeps its label, refuses further presses and says that it is busy. */
  busy?: boolean;
  asChild?: boolean;
};

/** A pressable action. One `primary` a screen. With `asChild` it dresses the link inside. */
export function Button({ look = 'secondary', size = 'medium', busy, asChild, className, ...rest }: ButtonProps) {
  const Tag = asChild ? Slot.Root : 'button';
  return (
    <Tag
      type={asChild ? undefined : 'button'}
      aria-busy={busy || undefined}
      {...rest}
      disabled={rest.disabled || busy || undefined}
      className={clsx(
        'inline-flex shrink-0 items-center justify-center gap-2 whitespace-nowrap rounded-card font-medium transition-colors disabled:opacity-55',
        looks[look],
        sizes[size],
        className,
      )}
    />
  );
}
