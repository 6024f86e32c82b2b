// The safe door of tags: the labels that a workspace puts on what it has.
import { z } from 'zod';
import { defineErrors, defineEvents } from '../kernel/contract.ts';

export const tagColours = ['slate', 'blue', 'teal', 'green', 'amber', 'terracotta', 'berry', 'violet'] as const;
export type TagColour = (typeof tagColours)[number];

export type TagRow = { id: string; name: string; colour: TagColour };

/** The most that a workspace's vocabulary has; more than anybody finds one in. */
export const TAGS_AT_MOST = 300;
export const TAG_NAME_MAX = 40;

const TagName = z
  .string()
  .transform((name) => name.trim().replace(/\s+/g, ' '))
  .pipe(z.string().min(1).max(TAG_NAME_MAX));

/** Without a colour, one that few others have. */
export const CreateTag = z.object({ name: TagName, colour: z.enum(tagColours).optional() });
export const RenameTag = z.object({ tagId: z.uuid(), name: TagName });
export const RecolourTag = z.object({ tagId: z.uuid(), colour: z.enum(tagColours) });
export const OneTag = z.object({ tagId: z.uuid() });

export const tagErrors = defineErrors('tags', {
  notFound: 'NOT_FOUND',
  nameTaken: 'CONFLICT',
  tooMany: 'LIMIT',
});

export const tagEvents = defineEvents('tags', {
  created: {
    name: 'tag.created',
    subject: 'tagId',
    payload: z.object({ tagId: z.uuid(), name: z.string(), colour: z.enum(tagColours) }),
  },
  renamed: { name: 'tag.renamed', subject: 'tagId', payload: z.object({ tagId: z.uuid(), name: z.string() }) },
  recoloured: {
    name: 'tag.recoloured',
    subject: 'tagId',
    payload: z.object({ tagId: z.uuid(), name: z.string(), colour: z.enum(tagColours) }),
  },
  deleted: { name: 'tag.deleted', subject: 'tagId', payload: z.object({ tagId: z.uuid(), name: z.string() }) },
});
