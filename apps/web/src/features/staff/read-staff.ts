import { type Messages, messagesOf } from '@recado/i18n/messages';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { cache } from 'react';
import type { JobsConsole, WebServices } from '../../server/services.ts';
import { readPublicConfig } from '../session/read-viewer.ts';
import { readPreferences } from '../shell/read-preferences.ts';

/** Whether one of Recado's own people opened this page, and where the jobs are watched; null for everybody else. */
export const readStaff = cache(async (): Promise<{ console: JobsConsole } | null> => {
  const services = (globalThis as { __recado?: WebServices }).__recado;
  const sent = await headers();
  const person = await services?.resolveStaff({ cookie: sent.get('cookie'), userAgent: sent.get('user-agent') });
  return services && person ? { console: services.jobsConsole } : null;
});

/** The title of a page of the staff; nobody else learns even that. */
export async function staffTitle(pick: (messages: Messages['staff']) => string): Promise<Metadata> {
  if (!(await readStaff())) return {};
  const { staff } = messagesOf((await readPreferences()).locale, (await readPublicConfig()).productName);
  return { title: { absolute: `${pick(staff)} · ${staff.brand} · ${staff.area}` } };
}
