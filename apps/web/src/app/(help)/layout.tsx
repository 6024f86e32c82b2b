import type { ReactNode } from 'react';
import { HelpFrame } from '../../features/help/help-frame.tsx';

export default function HelpLayout({ children }: { children: ReactNode }) {
  return <HelpFrame>{children}</HelpFrame>;
}
