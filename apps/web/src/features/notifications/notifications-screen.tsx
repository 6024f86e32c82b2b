'use client';

import {
  type NotificationKind,
  type NotificationWay,
  notificationKinds,
  notificationWays,
  type Preferences,
} from '@recado/core/notifications/contract';
import { mayChoose } from '@recado/core/notifications/rules';
import { Notice } from '@recado/ui/notice';
import { useTranslations } from 'next-intl';
import { Section } from '../security/section.tsx';
import { useDesk } from '../session/use-desk.ts';
import { useMay } from '../session/use-may.ts';
import { kindIcons } from './notification-line.tsx';
import { PushSwitch } from './push-switch.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { SoundChoice } from './sound-choice.tsx';
import { useNotifications } from './use-notifications.ts';
import { usePreferences } from './use-preferences.ts';

/** What one is told of in this business and how: a table of kinds and ways, the hours of quiet, and the sound. */
export function NotificationsScreen() {
  const t = useTranslations('notifications.screen');
  const { workspace, viewer } = useDesk();
  const notifications = useNotifications();
  const mayWrite = useMay('conversations.write');
  const { preferences, save } = usePreferences(notifications.data?.preferences);

  const toggle = (kind: NotificationKind, way: NotificationWay, isOn: boolean) => {
    if (!preferences) return;
    const ways = preferences.choices[kind].filter((each) => each !== way);
    save({ choices: { [kind]: isOn ? [...ways, way] : ways } as Preferences['choices'] });
  };
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <Section title={t('title')} isPage detail={t('detail', { workspace: workspace.name })} asked={notifications}>
          {!mayWrite && <Notice>{t('onlyLooks')}</Notice>}
          {preferences && mayWrite && (
            <table className="w-full border-collapse">
              <thead>
                <tr className="border-b text-left text-dense text-quiet">
                  <th scope="col" className="py-2 font-medium">
                    {t('kind')}
                  </th>
                  {notificationWays.map((way) => (
                    <th key={way} scope="col" className="w-18 py-2 text-center font-medium sm:w-24">
                      {t(`way.${way}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {notificationKinds.map((kind) => {
                  const Icon = kindIcons[kind];
                  return (
                    <tr key={kind} className="border-b last:border-b-0">
                      <th scope="row" className="py-2 pr-2 text-left font-normal">
                        <span className="flex items-start gap-3">
                          <Icon size={18} aria-hidden className="mt-0.5 hidden shrink-0 text-quiet sm:block" />
                          <span className="grid">
                            <span className="font-medium">{t(`kinds.${kind}.title`)}</span>
                            <span className="text-dense text-quiet">{t(`kinds.${kind}.detail`)}</span>
                          </span>
                        </span>
                      </th>
                      {notificationWays.map((way) => (
                        <td key={way} className="text-center">
                          {mayChoose(kind, way) ? (
                            <label className="inline-flex size-11 cursor-pointer items-center justify-center">
                              <input
                                type="checkbox"
                                className="size-5"
                                aria-label={`${t(`kinds.${kind}.title`)}: ${t(`way.${way}`)}`}
                                checked={preferences.choices[kind].includes(way)}
                                onChange={(event) => toggle(kind, way, event.target.checked)}
                              />
                            </label>
                          ) : (
                            <span className="text-fine text-quiet">{t('always')}</span>
                          )}
                        </td>
                      ))}
                    </tr>
                  );
                })}
              </tbody>
            </table>
          )}
        </Section>
        {preferences && mayWrite && (
          <>
            <QuietHours
              quiet={preferences.quiet}
              timeZone={viewer.person.timeZone}
              onChange={(quiet) => save({ quiet })}
            />
            <PushSwitch />
            <SoundChoice volume={preferences.volume} onChange={(volume) => save({ volume })} />
          </>
        )}
      </div>
    </main>
  );
}
