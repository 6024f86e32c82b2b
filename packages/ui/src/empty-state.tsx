import type { ReactNode } from 'react';

/** What to do when there is nothing: a title, one sentence, and the step that changes it. */
export function EmptyState({
  title,
  detail,
  action,
  picture,
}: {
  title: ReactNode;
  detail: ReactNode;
  action?: ReactNode;
  picture?: ReactNode;
}) {
  return (
    <div className="mx-auto grid max-w-md justify-items-center gap-3 px-6 py-12 text-center">
      {picture}
      <h2 className="font-serif text-title">{title}</h2>
      <p className="text-body text-quiet">{detail}</p>
      {action && <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
