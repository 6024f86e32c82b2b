import { callAsHolder, type Held, type HolderDb } from '../kernel/index.ts';

/** Whether a part of a message that comes again is already here, staged or stored; a placeholder does not count. */
export async function hasReceived(db: HolderDb, held: Held, providerId: string, part: number): Promise<boolean> {
  const [row] = await callAsHolder(
    async () =>
      await db`select wa.has_received(${held.workspaceId}, ${held.channelId}, ${held.fence}, ${providerId}, ${part}) known`,
  );
  return row?.known === true;
}
