import type { ReactNode } from 'react';

/** A line about something of one's own that opens the account: what it is, what is said of it, and what can be done. */
export function OwnLine({
  mark,
  name,
  badge,
  facts,
  children,
}: {
  mark: ReactNode;
  name: string;
  badge?: ReactNode;
  /** What is known of it, each a phrase. */
  facts: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="flex items-start gap-3 border-b py-3 last:border-b-0">
      <span className="mt-0.5 grid size-9 shrink-0 place-items-center rounded-card bg-sunk text-quiet">{mark}</span>
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-0.5">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
          <span className="wrap-anywhere min-w-0">{name}</span>
          {badge}
        </p>
        <p className="tabular flex flex-wrap gap-x-3 gap-y-0.5 text-dense text-quiet">{facts}</p>
      </div>
      {children}
    </li>
  );
}
