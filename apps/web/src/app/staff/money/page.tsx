import type { Metadata } from 'next';
import { MoneyScreen } from '../../../features/staff/money-screen.tsx';
import { staffTitle } from '../../../features/staff/read-staff.ts';

export const generateMetadata = (): Promise<Metadata> => staffTitle((messages) => messages.money.title);

export default function StaffMoneyPage() {
  return <MoneyScreen />;
}
