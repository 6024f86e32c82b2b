import { clsx } from 'clsx';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

const tones = {
  brand: { look: 'bg-brand-soft text-ink', icon: 'text-brand', Icon: Info },
  attention: { look: 'bg-attention-soft text-ink', icon: 'text-attention', Icon: TriangleAlert },
  good: { look: 'bg-good-soft text-ink', icon: 'text-good', Icon: CircleCheck },
  danger: { look: 'bg-danger-soft text-ink', icon: 'text-danger', Icon: CircleAlert },
} as const;

/** A sentence that must not be missed, in the place that it speaks of. `live` announces it to screen readers. */
export function Notice({
  tone = 'brand',
  live,
  action,
  children,
}: {
  tone?: keyof typeof tones;
  live?: 'polite' | 'assertive';
  action?: ReactNode;
  children: ReactNode;
}) {
  const { look, icon, Icon } = tones[tone];
  return (
    <div
      role={live === 'assertive' ? 'alert' : live === 'polite' ? 'status' : undefined}
      className={clsx('flex items-start gap-3 rounded-card px-4 py-3', look)}
    >
      <Icon size={18} aria-hidden className={clsx('mt-px shrink-0', icon)} />
      <div className="min-w-0 flex-1">{children}</div>
      {action}
    </div>
  );
}
