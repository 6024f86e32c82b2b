import { redirect } from 'next/navigation';
import { readViewer } from '../features/session/read-viewer.ts';

export default async function HomePage() {
  const { viewer } = await readViewer();
  redirect(viewer ? '/inbox' : '/login');
}
