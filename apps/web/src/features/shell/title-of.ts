import { type Messages, messagesOf } from '@recado/i18n/messages';
import type { Metadata } from 'next';
import { readPublicConfig } from '../session/read-viewer.ts';
import { readPreferences } from './read-preferences.ts';

/** The title of a page in the language of its reader. */
export async function titleOf(pick: (messages: Messages) => string): Promise<Metadata> {
  const { locale } = await readPreferences();
  return { title: pick(messagesOf(locale, (await readPublicConfig()).productName)) };
}
