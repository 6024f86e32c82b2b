'use client';

import { Bell } from '../notifications/bell.tsx';
import { useDesk } from '../session/use-desk.ts';
import { FirstStepsLink } from '../welcome/first-steps-link.tsx';
import { PersonMenu } from './person-menu.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

/** Which business this is; on phones also whose account. */
export function DeskHeader() {
  const { viewer, theme, client } = useDesk();
  return (
    <header className="flex h-13 items-center justify-between gap-2 border-b px-2 md:px-3">
      <WorkspaceSwitcher />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <FirstStepsLink />
        <Bell />
      </div>
      <div className="shrink-0 md:hidden">
        <PersonMenu side="bottom" person={viewer.person} theme={theme} client={client} />
      </div>
    </header>
  );
}
