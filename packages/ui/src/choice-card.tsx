import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** A radio button that explains itself: a title, a sentence, and whatever must be read before choosing. */
export function ChoiceCard({
  title,
  detail,
  extra,
  ...input
}: Omit<ComponentProps<'input'>, 'type' | 'title'> & { title: ReactNode; detail: ReactNode; extra?: ReactNode }) {
  return (
    <label
      className={clsx(
        'flex items-start gap-3 rounded-card border p-4 transition-colors has-focus-visible:outline-2 has-focus-visible:outline-brand has-focus-visible:outline-offset-2',
        input.checked ? 'border-brand bg-brand-soft' : 'border-edge bg-surface',
        input.disabled ? 'cursor-not-allowed opacity-60' : 'cursor-pointer',
      )}
    >
      <input {...input} type="radio" className="mt-0.5 size-4 shrink-0 outline-none" />
      <span className="grid gap-0.5">
        <span className="font-semibold">{title}</span>
        <span className="text-dense">{detail}</span>
        {extra}
      </span>
    </label>
  );
}
