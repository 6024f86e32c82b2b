import type { Metadata } from 'next';
import { HistoryScreen } from '../../../../features/history/history-screen.tsx';
import { titleOf } from '../../../../features/shell/title-of.ts';

export const generateMetadata = (): Promise<Metadata> => titleOf((messages) => messages.exports.history.title);

export default function HistoryPage() {
  return <HistoryScreen />;
}
