import { notFound } from 'next/navigation';
import { PreviewScreen } from '../../features/preview/preview-screen.tsx';
import { readPublicConfig } from '../../features/session/read-viewer.ts';

export default async function PreviewPage() {
  const { mode } = await readPublicConfig();
  if (mode !== 'embedded') notFound();
  return <PreviewScreen />;
}
