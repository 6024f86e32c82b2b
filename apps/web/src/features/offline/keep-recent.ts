import type { ConversationRow, MessageRow } from '@recado/core/conversations/contract';
import { type KeptList, type KeptThread, keptOf, listName, threadName, threadsKept } from './kept.ts';
import type { OfflineBox } from './offline-box.ts';

/** So many threads are asked for at once. */
const atOnce = 5;

/**
 * Keeps the top of the list and the latest words of each of its conversations. A thread is asked for only when its conversation has changed
 * since it was kept; what left the list is taken away.
 */
export async function keepRecent(options: {
  box: Pick<OfflineBox, 'read' | 'write' | 'names'>;
  sessionId: string;
  workspace: { id: string; name: string; mayWrite: boolean };
  list(): Promise<readonly ConversationRow[]>;
  messages(conversationId: string): Promise<readonly MessageRow[]>;
  now(): number;
}): Promise<void> {
  const { box, sessionId, workspace } = options;
  const former = await box.read<KeptList>(listName);
  const isSameWorkspace = former?.workspaceId === workspace.id;
  const rows = (await options.list()).slice(0, threadsKept);
  const stay = new Set(rows.map(({ id }) => threadName(id)));
  const gone = (await box.names()).filter((name) => name.startsWith(threadName('')) && !stay.has(name));
  const list: KeptList = {
    workspaceId: workspace.id,
    workspaceName: workspace.name,
    mayWrite: workspace.mayWrite,
    savedAt: options.now(),
    rows,
  };
  const isKept = await box.write(sessionId, {
    [listName]: list,
    ...Object.fromEntries(gone.map((name) => [name, null])),
  });
  if (!isKept) return;
  const stale: ConversationRow[] = [];
  for (const row of rows) {
    const kept = isSameWorkspace ? await box.read<KeptThread>(threadName(row.id)) : null;
    if (kept?.version !== row.version) stale.push(row);
  }
  for (let at = 0; at < stale.length; at += atOnce) {
    const some = stale.slice(at, at + atOnce);
    const threads = await Promise.all(
      some.map(
        async ({ id, version }): Promise<[string, KeptThread]> => [
          threadName(id),
          { version, rows: keptOf(await options.messages(id)) },
        ],
      ),
    );
    if (!(await box.write(sessionId, Object.fromEntries(threads)))) return;
  }
}
