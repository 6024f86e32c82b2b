import { z } from 'zod';
import type { MessageRow } from './contract.ts';

export const SeekDay = z.object({ conversationId: z.uuid(), at: z.iso.datetime() });
export const ListPictures = z.object({ conversationId: z.uuid(), beforeSeq: z.number().int().positive().optional() });
/** Messages with a picture, the newest first; `nextSeq` is the place before which there may be more. */
export type PicturePage = { rows: MessageRow[]; nextSeq: number | null };
