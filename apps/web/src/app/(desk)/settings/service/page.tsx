import type { Metadata } from 'next';
import { ServiceScreen } from '../../../../features/service/service-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.service.title);

export default function ServicePage() {
  return <ServiceScreen />;
}
