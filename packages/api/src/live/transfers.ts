import type { ServerResponse } from 'node:http';

type Transfer = { response: ServerResponse; lives: () => Promise<boolean> };

/** Files on their way to sessions. What is long under way when its session ends is cut off: the rest is not for whoever was let out. */
export function createTransfers() {
  const underWay = new Map<string, Set<Transfer>>();

  async function look(transfer: Transfer): Promise<void> {
    // where nobody can say, it goes on: the file was asked for by a session that lived
    if (!(await transfer.lives().catch(() => true))) transfer.response.destroy();
  }

  return {
    follow(sessionId: string, response: ServerResponse, lives: () => Promise<boolean>): void {
      const transfer = { response, lives };
      const own = underWay.get(sessionId) ?? new Set();
      underWay.set(sessionId, own.add(transfer));
      response.on('close', () => {
        own.delete(transfer);
        if (own.size === 0) underWay.delete(sessionId);
      });
    },
    ended(sessionIds: string[]): void {
      for (const id of sessionIds) for (const transfer of underWay.get(id) ?? []) void look(transfer);
    },
    lookAll(): void {
      for (const own of underWay.values()) for (const transfer of own) void look(transfer);
    },
  };
}
