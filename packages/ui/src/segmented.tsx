import { clsx } from 'clsx';
import type { ReactNode } from 'react';

/** A few views of one thing, one of them chosen. Arrow keys move as in any set of radio buttons. */
export function Segmented<T extends string>({
  label,
  name,
  value,
  options,
  onValue,
}: {
  label: string;
  name: string;
  value: T;
  options: readonly { value: T; label: ReactNode }[];
  onValue: (value: T) => void;
}) {
  return (
    <fieldset className="flex min-w-0 overflow-x-auto">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className={clsx(
            'relative flex h-10 shrink-0 cursor-pointer items-center gap-1 whitespace-nowrap px-[7px] text-dense transition-colors has-focus-visible:rounded-tight has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:-outline-offset-2',
            value === option.value
              ? 'font-semibold text-ink shadow-[inset_0_-2px_0_var(--color-brand)]'
              : 'text-quiet hover:text-ink',
          )}
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onValue(option.value)}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
