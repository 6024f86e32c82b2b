import type { Transaction } from '@recado/db';
import type { EventDefinition, PayloadOf } from './events.ts';
import { storableJson } from './storable-json.ts';

/**
 * Tells an event of a company in the transaction of the work: it leaves when that commits and never when it does not. Throws on a
 * payload that is not the event's. Whoever calls it outside of a command sends the hint `emitted` after the commit.
 */
export async function emit<Event extends EventDefinition>(
  tx: Transaction,
  workspaceId: string,
  event: Event,
  payload: PayloadOf<Event>,
): Promise<void> {
  const told = storableJson(event.payload.parse(payload));
  await tx`select jobs.emit(${event.name}, ${told}::text::jsonb, ${workspaceId})`;
}
