'use client';

import { BrokenScreen } from '../features/shell/broken-screen.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return <BrokenScreen code={error.digest ?? null} onRetry={reset} />;
}
