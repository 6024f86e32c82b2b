'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';

const keys = [
  ['next', 'J'],
  ['former', 'K'],
  ['open', '↵'],
  ['resolve', 'E'],
  ['resolveNext', 'Ctrl/⌘ Alt E'],
  ['sendResolve', 'Ctrl/⌘ Enter'],
  ['reply', 'R'],
  ['assign', 'A'],
  ['label', 'L'],
  ['snooze', 'S'],
  ['choose', 'X'],
  ['palette', 'Ctrl/⌘ K'],
  ['help', '?'],
] as const;

/** The keys of the inbox, and where they are switched off. */
export function KeysPage() {
  const t = useTranslations('inbox.keys');
  return (
    <div className="grid gap-4">
      <dl className="grid grid-cols-[1fr_auto] gap-x-6">
        {keys.map(([key, shown]) => (
          <div key={key} className="col-span-2 grid grid-cols-subgrid items-center border-b py-1.5 last:border-b-0">
            <dt>{t(key)}</dt>
            <dd>
              <kbd className="rounded-tight border bg-sunk px-2 py-0.5 font-sans text-dense">{shown}</kbd>
            </dd>
          </div>
        ))}
      </dl>
      <p className="text-dense text-quiet">
        {t.rich('off', {
          link: (text) => (
            <Link href="/settings/profile" className="text-brand underline">
              {text}
            </Link>
          ),
        })}
      </p>
    </div>
  );
}
