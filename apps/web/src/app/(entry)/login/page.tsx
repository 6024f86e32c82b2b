import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { LogIn } from '../../../features/identity/log-in.tsx';
import { readPublicConfig, readViewer } from '../../../features/session/read-viewer.ts';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.login.title);

export default async function LogInPage({ searchParams }: { searchParams: Promise<{ from?: string }> }) {
  const { from } = await searchParams;
  const { viewer } = await readViewer();
  if (viewer) redirect('/');
  const { mailboxUrl, hasTexts, issuers } = await readPublicConfig();
  return (
    <LogIn
      mailboxUrl={mailboxUrl}
      hasTexts={hasTexts}
      issuers={issuers}
      from={typeof from === 'string' ? from : null}
    />
  );
}
