import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const tones = {
  neutral: 'bg-sunk text-quiet',
  brand: 'bg-brand-soft text-brand',
  attention: 'bg-attention-soft text-attention',
  good: 'bg-good-soft text-good',
  danger: 'bg-danger-soft text-danger',
} as const;
export type BadgeTone = keyof typeof tones;

/** A word on a tint. The word says it; the colour only helps. */
export function Badge({ tone = 'neutral', children }: { tone?: BadgeTone; children: ReactNode }) {
  return (
    <span
      className={clsx(
        'inline-flex h-6 shrink-0 items-center gap-1.5 rounded-full px-2.5 font-medium text-fine',
        tones[tone],
      )}
    >
      {children}
    </span>
  );
}

/** How many wait. Above 99 it stops counting aloud; zero is silence. */
export function CountBadge({ count, label }: { count: number; label: string }) {
  if (count <= 0) return null;
  return (
    <span className="tabular inline-flex h-5 min-w-5 shrink-0 items-center justify-center rounded-full bg-attention px-1.5 font-semibold text-fine text-on-attention">
      <span aria-hidden>{count > 99 ? '99+' : count}</span>
      <span className="sr-only">{label}</span>
    </span>
  );
}
