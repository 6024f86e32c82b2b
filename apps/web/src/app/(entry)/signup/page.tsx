import type { Metadata } from 'next';
import { SignUpForm } from '../../../features/identity/sign-up-form.tsx';
import { titleOf } from '../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.signup.title);

export default function SignUpPage() {
  return <SignUpForm />;
}
