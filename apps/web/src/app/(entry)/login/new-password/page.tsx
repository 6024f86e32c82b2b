import type { Metadata } from 'next';
import { NewPasswordForm } from '../../../../features/identity/new-password-form.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> =>
  titleOf((messages) => messages.identity.login.newPassword.title);

export default function NewPasswordPage() {
  return <NewPasswordForm />;
}
