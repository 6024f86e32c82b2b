import type { Metadata } from 'next';
import { UndoEmailForm } from '../../../../features/identity/undo-email-form.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.identity.undoEmail.title);

export default function UndoEmailPage() {
  return <UndoEmailForm />;
}
