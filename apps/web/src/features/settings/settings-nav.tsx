'use client';

import type { Permission } from '@recado/core/access/contract';
import { clsx } from 'clsx';
import type { Route } from 'next';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { useRights } from '../session/use-may.ts';
import { LateLink } from '../shell/late-link.tsx';

/** The pages of settings, in order: what is the business's and what is one's own, each with the right without which it shows nothing. */
// biome-ignore format: a line each, so that what is added beside them is a line too
const sections = [
  { group: 'business', key: 'connections', href: '/settings/connections', needs: 'channels.read' },
  { group: 'business', key: 'people', href: '/settings/people', needs: 'members.read' },
  { group: 'business', key: 'roles', href: '/settings/roles', needs: 'roles.write' },
  { group: 'business', key: 'tags', href: '/settings/tags', needs: 'workspace.read' },
  { group: 'business', key: 'fields', href: '/settings/fields', needs: 'contacts.read' },
  { group: 'business', key: 'scores', href: '/settings/scores', needs: 'contacts.read' },
  { group: 'business', key: 'quick-replies', href: '/settings/quick-replies', needs: 'conversations.write' },
  { group: 'business', key: 'sharing', href: '/settings/sharing', needs: 'workspace.read' },
  { group: 'business', key: 'service', href: '/settings/service', needs: 'workspace.read' },
  { group: 'business', key: 'survey', href: '/settings/survey', needs: 'workspace.read' },
  { group: 'business', key: 'links', href: '/settings/links', needs: 'links.read' },
  { group: 'business', key: 'workspace', href: '/settings/workspace', needs: 'workspace.read' },
  { group: 'business', key: 'workspaces', href: '/settings/workspaces', needs: 'workspace.read' },
  { group: 'business', key: 'plan', href: '/settings/plan', needs: 'workspace.delete' },
  { group: 'business', key: 'history', href: '/settings/history', needs: 'workspace.read' },
  { group: 'business', key: 'team-security', href: '/settings/team-security', needs: 'security.read' },
  { group: 'business', key: 'audit', href: '/settings/audit', needs: 'audit.read' },
  { group: 'own', key: 'profile', href: '/settings/profile' },
  { group: 'own', key: 'notifications', href: '/settings/notifications' },
  { group: 'own', key: 'security', href: '/settings/security' },
] as const satisfies { group: 'business' | 'own'; key: string; href: Route; needs?: Permission }[];

/** The way between the pages of settings: a column beside them, or a row above where there is no room. */
export function SettingsNav() {
  const t = useTranslations('settings');
  const rights = useRights();
  const path = usePathname();
  const row = useRef<HTMLElement>(null);
  useEffect(() => {
    const here = row.current?.querySelector<HTMLElement>('[aria-current]');
    // only sideways, and only the row: the page itself stays where it is
    if (row.current && here)
      row.current.scrollLeft = here.offsetLeft - (row.current.clientWidth - here.clientWidth) / 2;
  }, [path]);
  return (
    <nav
      ref={row}
      aria-label={t('label')}
      className="relative flex shrink-0 gap-1 overflow-x-auto border-b px-3 py-2 lg:w-56 lg:flex-col lg:gap-6 lg:overflow-y-auto lg:border-r lg:border-b-0 lg:px-3 lg:py-8"
    >
      {(['business', 'own'] as const).map((group) => (
        <ul key={group} aria-label={t(`group.${group}`)} className="flex gap-1 lg:grid lg:gap-0.5">
          <li aria-hidden className="hidden px-3 pb-1 text-fine text-quiet lg:block">
            {t(`group.${group}`)}
          </li>
          {sections
            .filter((each) => each.group === group && (!('needs' in each) || rights.includes(each.needs)))
            .map(({ key, href }) => (
              <li key={key}>
                <LateLink
                  href={href}
                  aria-current={path === href ? 'page' : undefined}
                  className={clsx(
                    'flex min-h-9 items-center whitespace-nowrap rounded-tight px-3 text-dense transition-colors',
                    path === href ? 'bg-sunk font-semibold text-ink' : 'text-quiet hover:bg-sunk hover:text-ink',
                  )}
                >
                  {t(`page.${key}`)}
                </LateLink>
              </li>
            ))}
        </ul>
      ))}
    </nav>
  );
}
