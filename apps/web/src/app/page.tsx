import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { landingOf } from '../features/session/landing-of.ts';
import { readViewer } from '../features/session/read-viewer.ts';

export default async function HomePage() {
  const { viewer } = await readViewer();
  if (!viewer) redirect('/login');
  const remembered = (await cookies()).get('workspace')?.value;
  redirect(landingOf(viewer.workspaces.find(({ id }) => id === remembered) ?? viewer.workspaces[0]));
}
