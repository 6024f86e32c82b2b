import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

/** A box to tick beside the sentence that it agrees to. */
export function Checkbox({
  label,
  error,
  className,
  ...rest
}: Omit<ComponentProps<'input'>, 'type'> & { label: ReactNode; error?: ReactNode }) {
  const id = useId();
  return (
    <div className={clsx('grid gap-1.5', className)}>
      <label className="flex items-start gap-3 text-base">
        <input
          {...rest}
          type="checkbox"
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          className="mt-px size-5 shrink-0"
        />
        <span>{label}</span>
      </label>
      {error && (
        <p id={`${id}-error`} role="alert" className="text-dense text-danger">
          {error}
        </p>
      )}
    </div>
  );
}
