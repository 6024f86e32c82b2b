'use client';

import { PersonMenu } from './person-menu.tsx';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

/** Which business this is; on phones also whose account. */
export function DeskHeader() {
  return (
    <header className="flex h-13 items-center justify-between gap-2 border-b px-2 md:px-3">
      <WorkspaceSwitcher />
      <div className="md:hidden">
        <PersonMenu side="bottom" />
      </div>
    </header>
  );
}
