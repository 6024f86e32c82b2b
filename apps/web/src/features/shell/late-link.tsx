'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link of a long row of them: its page is asked for when somebody points at it or comes to it by keys, and not, with all the others, as soon
 * as the row is seen.
 */
export function LateLink(props: Omit<ComponentProps<typeof Link>, 'prefetch'>) {
  const [isMeant, setMeant] = useState(false);
  const mean = () => setMeant(true);
  return <Link {...props} prefetch={isMeant ? null : false} onPointerEnter={mean} onTouchStart={mean} onFocus={mean} />;
}
