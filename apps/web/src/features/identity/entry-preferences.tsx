'use client';

import { IconButton } from '@recado/ui/icon-button';
import { Menu, MenuChoice } from '@recado/ui/menu';
import { Languages } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { keepPreference } from '../shell/keep-preference.ts';
import { languageOptions } from '../shell/language-options.ts';

/** The language, for whoever has no account yet. */
export function EntryPreferences() {
  const t = useTranslations('shell.person');
  const locale = useLocale();
  const router = useRouter();
  return (
    <Menu
      align="end"
      trigger={
        <IconButton label={t('language')}>
          <Languages size={20} aria-hidden />
        </IconButton>
      }
    >
      <MenuChoice
        label={t('language')}
        value={locale}
        options={languageOptions}
        onValue={(chosen) => {
          keepPreference('locale', chosen);
          router.refresh();
        }}
      />
    </Menu>
  );
}
