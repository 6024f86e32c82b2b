'use client';

import { BrokenScreen } from '../features/shell/broken-screen.tsx';

export default function ErrorPage({ error }: { error: Error & { digest?: string } }) {
  return <BrokenScreen code={error.digest ?? null} />;
}
