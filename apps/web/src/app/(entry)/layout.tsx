import type { ReactNode } from 'react';
import { EntryFrame } from '../../features/identity/entry-frame.tsx';
import { PublicTrpc } from '../../features/session/public-trpc.tsx';

export default function EntryLayout({ children }: { children: ReactNode }) {
  return (
    <PublicTrpc>
      <EntryFrame>{children}</EntryFrame>
    </PublicTrpc>
  );
}
