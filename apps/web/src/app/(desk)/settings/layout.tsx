import type { ReactNode } from 'react';
import { SettingsNav } from '../../../features/settings/settings-nav.tsx';

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <div className="flex min-h-0 flex-1 flex-col lg:flex-row">
      <SettingsNav />
      {children}
    </div>
  );
}
