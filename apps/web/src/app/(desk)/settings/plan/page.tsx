import type { Metadata } from 'next';
import { PlanScreen } from '../../../../features/plan/plan-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.plan.title);

export default function PlanPage() {
  return <PlanScreen />;
}
