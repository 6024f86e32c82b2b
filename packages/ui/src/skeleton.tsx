import { clsx } from 'clsx';

/** A grey stand-in the size of what comes. It stays invisible for the first quarter of a second. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden className={clsx('skeleton block', className)} />;
}

/** Wraps skeletons and says once, to those who cannot see them, that something is loading. */
export function Loading({
  label,
  className,
  children,
}: {
  label: string;
  className?: string;
  children: React.ReactNode;
}) {
  return (
    <div role="status" aria-label={label} className={className}>
      {children}
    </div>
  );
}
