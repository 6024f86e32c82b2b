'use client';

import { useLocale } from 'next-intl';

const fills = { brand: 'fill-brand', danger: 'fill-danger', attention: 'fill-attention' } as const;

/** Names with how many each has, and a bar to compare them by. The number says it; the bar only helps. */
export function Bars({
  rows,
  empty,
  tone = 'brand',
}: {
  rows: readonly { key: string; name: string; value: number; note?: string }[];
  empty: string;
  tone?: keyof typeof fills;
}) {
  const number = new Intl.NumberFormat(useLocale());
  if (rows.length === 0) return <p className="text-quiet">{empty}</p>;
  const most = Math.max(...rows.map(({ value }) => value), 1);
  return (
    <ul className="grid grid-cols-[minmax(0,1fr)] gap-3">
      {rows.map(({ key, name, value, note }) => (
        <li key={key} className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
          <span className="wrap-anywhere min-w-0">{name}</span>
          <span className="tabular font-semibold">{number.format(value)}</span>
          <svg
            aria-hidden="true"
            viewBox="0 0 100 6"
            preserveAspectRatio="none"
            className="col-span-2 h-1.5 w-full overflow-hidden rounded-full"
          >
            <rect width="100" height="6" className="fill-line" />
            <rect width={(value / most) * 100} height="6" className={fills[tone]} />
          </svg>
          {note && <span className="tabular col-span-2 text-dense text-quiet">{note}</span>}
        </li>
      ))}
    </ul>
  );
}
