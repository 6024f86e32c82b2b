import type { z } from 'zod';

type Payload = z.ZodObject;

/** Something that happened, as others may hear of it: its name, the module that tells it and the shape of what it tells. */
export type EventDefinition<Schema extends Payload = Payload> = {
  /** `module/noun.past`. */
  readonly name: string;
  readonly owner: string;
  readonly payload: Schema;
  /** The field of the payload that names what the event is about; the audit's subject. */
  readonly subject: string | undefined;
};

type Declared = { name: `${string}.${string}`; payload: Payload; subject?: string };

/** A module's table of events. `defineEvents('contacts', { updated: { name: 'contact.updated', … } })` owns `contacts/contact.updated`. */
export function defineEvents<const Table extends Record<string, Declared>>(
  module: string,
  table: Table,
): { readonly [Key in keyof Table]: EventDefinition<Table[Key]['payload']> } {
  const made = Object.entries(table).map(([key, { name, payload, subject }]) => [
    key,
    { name: `${module}/${name}`, owner: module, payload, subject },
  ]);
  return Object.fromEntries(made) as { readonly [Key in keyof Table]: EventDefinition<Table[Key]['payload']> };
}

/** What whoever tells an event has to say. */
export type PayloadOf<Event extends EventDefinition> = z.input<Event['payload']>;

/** What a listener gets: the payload, and for an event of a company which one. */
export type DeliveredOf<Event extends EventDefinition> = z.output<Event['payload']> & {
  readonly workspaceId?: string;
};
