import { clsx } from 'clsx';
import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { inputLook } from './text-input.tsx';

/** A choice among a few. The system's own list opens, so that it works with any thumb and any reader. */
export function SelectInput({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <div className="relative">
      <select {...rest} className={clsx(inputLook, 'appearance-none pr-10', className)}>
        {children}
      </select>
      <ChevronDown
        size={18}
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 text-quiet"
      />
    </div>
  );
}
