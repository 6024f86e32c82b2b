import type { Metadata } from 'next';
import { FederatedSignUpForm } from '../../../../features/identity/federated-sign-up-form.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.issuers.signUp.title);

export default function FederatedSignUpPage() {
  return <FederatedSignUpForm />;
}
