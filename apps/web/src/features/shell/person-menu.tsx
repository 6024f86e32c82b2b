'use client';

import { Avatar } from '@recado/ui/avatar';
import { Menu, MenuChoice, MenuItem, MenuLine } from '@recado/ui/menu';
import { CircleHelp, LogOut, ShieldCheck, UserRound } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import type { TrpcClient } from '../session/trpc-client.ts';
import { keepPreference } from './keep-preference.ts';
import { languageOptions } from './language-options.ts';
import { ownPhotoAddress } from './own-photo-address.ts';
import type { Theme } from './read-preferences.ts';
import { useLogOut } from './use-log-out.ts';

/** The person's own matters: language, looks, and the way out. */
export function PersonMenu({
  side,
  person,
  theme,
  client,
}: {
  side: 'right' | 'bottom';
  person: { id: string; name: string; email: string; photo: string | null };
  theme: Theme;
  client: TrpcClient;
}) {
  const t = useTranslations('shell.person');
  const locale = useLocale();
  const router = useRouter();
  const choose = (name: 'locale' | 'theme', value: string) => {
    keepPreference(name, value);
    router.refresh();
  };
  const logOut = useLogOut(client, person.id);
  return (
    <Menu
      align="end"
      side={side}
      trigger={
        <button
          type="button"
          aria-label={t('menu', { name: person.name })}
          className="flex size-11 items-center justify-center rounded-full hover:bg-sunk"
        >
          <Avatar name={person.name} seed={person.id} src={ownPhotoAddress(person)} />
        </button>
      }
    >
      <div className="px-2.5 pt-1.5 pb-2">
        <p className="font-semibold">{person.name}</p>
        <p className="text-dense text-quiet">{person.email}</p>
      </div>
      <MenuLine />
      <MenuItem onSelect={() => router.push('/settings/profile')}>
        <UserRound size={16} aria-hidden />
        {t('profile')}
      </MenuItem>
      <MenuItem onSelect={() => router.push('/settings/security')}>
        <ShieldCheck size={16} aria-hidden />
        {t('security')}
      </MenuItem>
      <MenuItem onSelect={() => router.push('/ayuda')}>
        <CircleHelp size={16} aria-hidden />
        {t('help')}
      </MenuItem>
      <MenuLine />
      <MenuChoice
        label={t('language')}
        value={locale}
        options={languageOptions}
        onValue={(value) => choose('locale', value)}
      />
      <MenuLine />
      <MenuChoice
        label={t('theme')}
        value={theme}
        options={[
          { value: 'light', label: t('themeLight') },
          { value: 'dark', label: t('themeDark') },
          { value: 'system', label: t('themeSystem') },
        ]}
        onValue={(value) => choose('theme', value)}
      />
      <MenuLine />
      <MenuItem onSelect={() => void logOut()}>
        <LogOut size={16} aria-hidden />
        {t('logOut')}
      </MenuItem>
    </Menu>
  );
}
