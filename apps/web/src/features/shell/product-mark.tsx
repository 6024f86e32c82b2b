'use client';

import { Mark } from '@recado/ui/mark';
import { useOperator } from './operator.tsx';

/** The mark of the product, or the logo of whoever runs this installation. `title` where no name stands beside it. */
export function ProductMark({ size, title }: { size: number; title?: string }) {
  const { logo } = useOperator();
  if (logo === null) return <Mark size={size} {...(title !== undefined && { title })} />;
  return (
    <img
      src={`/brand/logo?v=${logo}`}
      width={size}
      height={size}
      alt={title ?? ''}
      className="shrink-0 object-contain"
      style={{ width: size, height: size }}
    />
  );
}
