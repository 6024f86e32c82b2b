import type { Metadata } from 'next';
import { SecurityScreen } from '../../../../features/security/security-screen.tsx';
import { readPublicConfig } from '../../../../features/session/read-viewer.ts';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.security.title);

export default async function SecurityPage({ searchParams }: { searchParams: Promise<{ from?: string }> }) {
  const { from } = await searchParams;
  const { issuers } = await readPublicConfig();
  return <SecurityScreen issuers={issuers} from={typeof from === 'string' ? from : null} />;
}
