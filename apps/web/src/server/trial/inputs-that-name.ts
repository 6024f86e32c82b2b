import { z } from 'zod';

/** Stands for the id of a thing, wherever an input names one. */
export const SAMPLE_ID = '00000000-0000-4000-8000-000000000000';

const id = SAMPLE_ID;
/** Contacts of somebody, with labels, and with a field of the company's own: all by which a filter names things. */
const filter = {
  match: 'any',
  nodes: [
    { on: 'owner', is: 'in', values: [id] },
    { match: 'all', nodes: [{ on: 'tag', is: 'any', values: [id] }] },
    { on: 'field', fieldId: id, is: 'contains', value: '1' },
  ],
};
const conversations = { channelId: id, tagId: id, assignee: id };
const state = { status: 'open', assigneeId: id, tagIds: [id] };

/**
 * Inputs of procedures where what a sample says of one thing forbids another, or where an input has more than one form. What an input names besides is
 * made from its shape.
 */
const BY_HAND: Record<string, unknown[]> = {
  'people.invite': [{ email: 'otra@taller.example', role: 'custom', customRoleId: id }],
  'people.changeRole': [
    { personId: id, role: 'viewer' },
    { personId: id, role: 'custom', customRoleId: id },
  ],
  'channels.connect': [{ channelId: id, pairingNumber: '34612345678' }],
  'conversations.restore': [{ items: [{ conversationId: id, was: state, is: { ...state, status: 'closed' } }] }],
  'conversations.list': [{ view: 'all', filter: conversations }],
  'conversations.saveView': [{ viewId: id, name: '1', isShared: false, view: 'all', filter: conversations }],
  'contacts.saveField': [{ fieldId: id, label: '1', type: 'text' }],
  'contacts.count': [{ filter }],
  'contacts.list': [{ filter }],
  'contacts.saveSegment': [{ segmentId: id, name: '1', filter }],
  'contacts.change': [
    { steps: [{ contactIds: [id], change: { what: 'owner', ownerId: id } }] },
    { steps: [{ contactIds: [id], change: { what: 'tag', tagId: id } }] },
    { steps: [{ contactIds: [id], change: { what: 'untag', tagId: id } }] },
    { steps: [{ contactIds: [id], change: { what: 'kind', kind: 'vip' } }] },
    { steps: [{ matching: { filter, except: [id] }, change: { what: 'restore' } }] },
    { steps: [{ contactIds: [id, id], change: { what: 'bin' } }] },
  ],
  'exports.preview': [{ segmentId: id }, { filter }],
  'notifications.markRead': [{ ids: [id] }, { conversationId: id }],
  'workspaces.create': [{ names: ['Uno'], likeId: id }],
};

/** Inputs that name a thing wherever the shape of an input has room for one; none where it has no room. Throws where no sample is known. */
export function inputsThatName(name: string, schema: z.ZodType, full: unknown): unknown[] {
  if (!JSON.stringify(z.toJSONSchema(schema, { io: 'input' })).includes('"uuid"')) return [];
  const inputs = BY_HAND[name] ?? [full];
  for (const input of inputs) {
    if (!JSON.stringify(input ?? null).includes(id) || !schema.safeParse(input).success)
      throw new Error(`${name} names things by id, and no sample says how: add one to BY_HAND.`);
  }
  return inputs;
}

/** Where an input names a thing: the way there, and what the thing is called. */
export function placesOf(
  input: unknown,
  way: (string | number)[] = [],
): { way: (string | number)[]; called: string }[] {
  if (input === id) {
    const called = [...way].reverse().filter((step): step is string => typeof step === 'string');
    return [{ way, called: called[0] ?? '' }];
  }
  if (typeof input !== 'object' || input === null) return [];
  const on = (input as { on?: string }).on;
  return Object.entries(input).flatMap(([key, value]) =>
    // a filter's values are what it is on
    placesOf(value, [
      ...way,
      ...(Array.isArray(input) ? [Number(key)] : [key === 'values' && on ? `${key}.${on}` : key]),
    ]),
  );
}

/** An input with another id at each of its places. */
export function named(input: unknown, idAt: (n: number) => string): unknown {
  let n = -1;
  return JSON.parse(
    JSON.stringify(input).replaceAll(id, () => {
      n += 1;
      return idAt(n);
    }),
  );
}
