import { notFound } from 'next/navigation';
import type { ReactNode } from 'react';
import { readViewer } from '../../features/session/read-viewer.ts';
import { readPreferences } from '../../features/shell/read-preferences.ts';
import { readStaff } from '../../features/staff/read-staff.ts';
import { StaffDesk } from '../../features/staff/staff-desk.tsx';

export default async function StaffLayout({ children }: { children: ReactNode }) {
  const [{ viewer }, staff] = await Promise.all([readViewer(), readStaff()]);
  if (!viewer || !staff) notFound();
  const { theme } = await readPreferences();
  return (
    <StaffDesk viewer={viewer} theme={theme} console={staff.console}>
      {children}
    </StaffDesk>
  );
}
