import type { Metadata } from 'next';
import { AuditScreen } from '../../../../features/audit/audit-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.audit.title);

export default function AuditPage() {
  return <AuditScreen />;
}
