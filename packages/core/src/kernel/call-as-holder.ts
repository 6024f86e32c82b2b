import { translated } from './command.ts';
import type { Ctx } from './ctx.ts';

/**
 * What a process has that holds a number's lease. The fence grows with each holder and is proved by every call, in the
 * transaction of the work, so that a holder who lost the lease reads and writes nothing.
 */
export type Held = { readonly workspaceId: string; readonly channelId: string; readonly fence: number };

export type HolderDb = Ctx['db'];

/** One call of one SQL function whose first acts are the system's door and the proof of the lease. Throws kernel.leaseLost. */
export const callAsHolder = <T>(call: () => Promise<T>): Promise<T> => translated(call);
