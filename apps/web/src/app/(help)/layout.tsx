import type { ReactNode } from 'react';
import { OpenFrame } from '../../features/shell/open-frame.tsx';

export default function HelpLayout({ children }: { children: ReactNode }) {
  return <OpenFrame of="help">{children}</OpenFrame>;
}
