import type { ReactNode } from 'react';

/** A table that may be wider than the screen: it scrolls sideways by itself, by touch and by keys. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is reached by keys
    <section tabIndex={0} aria-label={label} className="overflow-x-auto border-t">
      <table className="w-full text-dense tabular-nums">{children}</table>
    </section>
  );
}
