import type { Metadata } from 'next';
import { JoinScreen } from '../../../features/people/join-screen.tsx';
import { readPublicConfig, readViewer } from '../../../features/session/read-viewer.ts';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.people.join.title);

export default async function JoinPage() {
  const { viewer } = await readViewer();
  const { mailboxUrl, hasTexts, issuers } = await readPublicConfig();
  return <JoinScreen own={viewer?.person.email ?? null} config={{ mailboxUrl, hasTexts, issuers }} />;
}
