'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { Alerts } from './alerts.tsx';
import { Devices } from './devices.tsx';
import { History } from './history.tsx';
import { LinkedAccounts } from './linked-accounts.tsx';
import { LiveSessions } from './live-sessions.tsx';
import { OwnData } from './own-data.tsx';
import { Passkeys } from './passkeys.tsx';
import { Password } from './password.tsx';
import { SharedUse } from './shared-use.tsx';
import { TrustedDevices } from './trusted-devices.tsx';
import { TwoSteps } from './two-steps.tsx';

/** The parts of the page, in order: each is one component that asks for what it shows. */
// biome-ignore format: a line each, so that what is added beside them is a line too
const sections = {
  SharedUse,
  LiveSessions,
  Devices,
  Password,
  Passkeys,
  LinkedAccounts,
  TwoSteps,
  TrustedDevices,
  Alerts,
  History,
  OwnData,
};

/** Who is in one's account, who was, how to put them out, and what opens it. */
export function SecurityScreen() {
  const t = useTranslations('security');
  return (
    <main className="min-h-0 flex-1 overflow-y-auto">
      <div className="mx-auto grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-8 px-4 py-8 md:px-8">
        <div className="grid gap-1">
          <h1 className="font-serif text-display">{t('title')}</h1>
          <p className="text-body text-quiet">
            {t('detail')}{' '}
            <Link href="/ayuda/una-sesion" className="text-brand underline underline-offset-2">
              {t('why')}
            </Link>
          </p>
        </div>
        {Object.entries(sections).map(([name, Part]) => (
          <Part key={name} />
        ))}
      </div>
    </main>
  );
}
