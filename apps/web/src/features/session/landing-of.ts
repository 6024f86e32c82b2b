import { rightsOf } from '@recado/core/access/contract';
import type { WorkspaceCard } from '@recado/core/identity/contract';

/**
 * Where somebody begins in a workspace: whoever answers and sees their own conversations has their day in the inbox; whoever sees all of them,
 * or none, begins with the workspace's page.
 */
export function landingOf(workspace: Pick<WorkspaceCard, 'role' | 'permissions'> | undefined): '/inbox' | '/home' {
  if (!workspace) return '/inbox';
  const rights = rightsOf(workspace.role, workspace.permissions);
  return rights.includes('conversations.write') && !rights.includes('conversations.readAll') ? '/inbox' : '/home';
}
