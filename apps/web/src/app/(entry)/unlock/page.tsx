import type { Metadata } from 'next';
import { UnlockForm } from '../../../features/identity/unlock-form.tsx';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.unlock.title);

export default function UnlockPage() {
  return <UnlockForm />;
}
