import type { Snippet } from '@recado/core/conversations/contract';
import { Fragment } from 'react';

/** A piece of text with the places that were found in it. The text is only ever text. */
export function MarkedText({ snippet: { text, marks } }: { snippet: Snippet }) {
  let at = 0;
  const parts = marks.map(([from, to]) => {
    const before = text.slice(at, from);
    at = to;
    return (
      <Fragment key={from}>
        {before}
        <mark className="rounded-tight bg-brand-soft px-0.5 font-semibold text-ink">{text.slice(from, to)}</mark>
      </Fragment>
    );
  });
  return (
    <>
      {parts}
      {text.slice(at)}
    </>
  );
}
