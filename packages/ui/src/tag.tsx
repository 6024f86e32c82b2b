import { clsx } from 'clsx';
import type { ReactNode } from 'react';

const dots = {
  slate: 'bg-tag-slate',
  blue: 'bg-tag-blue',
  teal: 'bg-tag-teal',
  green: 'bg-tag-green',
  amber: 'bg-tag-amber',
  terracotta: 'bg-tag-terracotta',
  berry: 'bg-tag-berry',
  violet: 'bg-tag-violet',
} as const;
export type TagTint = keyof typeof dots;

/** The colour of a label, beside its word. */
export function TagDot({ colour, className }: { colour: TagTint; className?: string }) {
  return <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', dots[colour], className)} />;
}

/** A label: its word on paper, its colour only a dot. `action` is what takes it off. */
export function Tag({ colour, children, action }: { colour: TagTint; children: ReactNode; action?: ReactNode }) {
  return (
    <span className="inline-flex h-6 min-w-0 max-w-full items-center gap-1.5 rounded-full border bg-surface px-2 text-fine text-ink">
      <TagDot colour={colour} />
      <span className="truncate">{children}</span>
      {action}
    </span>
  );
}
