'use client';

import { nightColorOf } from '@recado/core/workspaces/rules';
import { clsx } from 'clsx';
import { useEffect, useRef } from 'react';

/** A workspace's colour as a stripe, in the one that suits the look of the page. Decoration: its name stands beside it. */
export function ColorStripe({
  of,
  className,
}: {
  of: { color: string; colorNight: string | null };
  className?: string;
}) {
  const stripe = useRef<HTMLSpanElement>(null);
  const night = nightColorOf(of);
  useEffect(() => {
    stripe.current?.style.setProperty('background', `light-dark(${of.color}, ${night})`);
  }, [of.color, night]);
  return <span ref={stripe} aria-hidden className={clsx('shrink-0 rounded-full', className)} />;
}
