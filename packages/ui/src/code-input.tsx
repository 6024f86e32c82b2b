import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

/** One field for a short numeric code: it takes a paste, and the phone offers the code that just arrived. */
export function CodeInput({
  length,
  value,
  onValue,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'value' | 'onChange'> & {
  length: number;
  value: string;
  onValue: (value: string) => void;
}) {
  return (
    <input
      {...rest}
      value={value}
      onChange={(event) => onValue(event.target.value.replaceAll(/\D/g, '').slice(0, length))}
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern={`[0-9]{${length}}`}
      placeholder={'·'.repeat(length)}
      className={clsx(
        'tabular h-16 w-full rounded-card border border-edge bg-surface text-center font-mono text-title tracking-[0.4em] placeholder:text-quiet aria-invalid:border-danger',
        className,
      )}
    />
  );
}
