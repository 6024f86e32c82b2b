'use client';

import { type CustomRoleRow, memberRoles } from '@recado/core/access/contract';
import { useTranslations } from 'next-intl';

/** What a role is called and what it is for, in a sentence. */
export function useRoleText(own: readonly CustomRoleRow[]) {
  const t = useTranslations('people');
  return (role: string, customRoleId: string | null): { name: string; detail: string } => {
    if (role === 'custom') {
      const found = own.find((each) => each.id === customRoleId);
      if (!found) return { name: t('roles.gone'), detail: '' };
      return { name: found.name, detail: t('roles.custom.detail', { count: found.permissions.length }) };
    }
    const known = memberRoles.find((each) => each === role);
    return known
      ? { name: t(`roles.${known}.name`), detail: t(`roles.${known}.detail`) }
      : { name: t('roles.gone'), detail: '' };
  };
}
