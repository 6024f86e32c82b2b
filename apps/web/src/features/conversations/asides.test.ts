import type { Asides, MarkRow, NoteRow } from '@recado/core/conversations/contract';
import { describe, expect, it } from 'vitest';
import { mergeNotes } from './asides.ts';
import { mentionAt, piecesOf, putMention, stillMentioned } from './mentions.ts';
import { threadItems } from './thread-items.ts';
import { messageRow } from './thread-state.test-rows.ts';

const note = (id: string, afterSeq: number, over: Partial<NoteRow> = {}): NoteRow => ({
  id,
  conversationId: 'c',
  afterSeq,
  body: id,
  author: { id: 'p', name: 'Ana' },
  clientNoteId: id,
  mentions: [],
  createdAt: '2026-11-20T10:00:00.000000Z',
  editedAt: null,
  deletedAt: null,
  ...over,
});
const mark = (id: string, at: string): MarkRow => ({
  id,
  at,
  action: 'conversations/conversation.assigned',
  detail: {},
  before: null,
  after: null,
  actor: { kind: 'person', id: 'p', name: 'Ana' },
  names: {},
  tags: {},
});
const at = (seq: number) => ({
  createdAt: `2026-11-20T09:0${seq}:00.000Z`,
  occurredAt: `2026-11-20T09:0${seq}:00.000Z`,
});
const shape = (asides: Asides, seqs: number[], isComplete = true) =>
  threadItems({
    rows: seqs.map((seq) => messageRow(seq, at(seq))),
    pending: [],
    readSeq: null,
    isComplete,
    asides,
    timeZone: 'UTC',
  })
    .map((item) =>
      item.type === 'message'
        ? item.row.seq
        : item.type === 'note'
          ? item.note.id
          : item.type === 'marks'
            ? item.marks.map(({ id }) => id).join('+')
            : item.type,
    )
    .filter((each) => each !== 'day' && each !== 'start');

describe('what stands in a thread beside its messages', () => {
  it('stands after its message, and what was done by its time; what was done in a row is one', () => {
    const asides = {
      notes: [note('n', 2, { createdAt: '2026-11-20T09:02:30.000Z' })],
      marks: [
        mark('a', '2026-11-20T09:01:10.000Z'),
        mark('b', '2026-11-20T09:01:20.000Z'),
        mark('c', '2026-11-20T09:02:10.000Z'),
      ],
    };
    expect(shape(asides, [1, 2, 3])).toEqual([1, 'a+b', 2, 'c', 'n', 3]);
  });
  it('waits for its page when it belongs above what is loaded', () => {
    const asides = {
      notes: [note('above', 3), note('edge', 4), note('in', 5)],
      marks: [mark('old', '2026-11-20T08:00:00.000Z')],
    };
    expect(shape(asides, [5, 6], false)).toEqual(['edge', 5, 'in', 6]);
  });
  it('keeps the later state of a note, whatever the order in which it is told', () => {
    const gone = note('n', 1, { deletedAt: '2026-11-20T11:00:00.000Z', body: '' });
    const known: Asides = { notes: [note('n', 1)], marks: [] };
    expect(mergeNotes(mergeNotes(known, [gone]), [note('n', 1)])?.notes).toEqual([gone]);
  });
});

describe('a mention', () => {
  it('begins with an @ that begins a word', () => {
    expect(mentionAt('hola @an', 8)).toEqual({ from: 5, query: 'an' });
    expect(mentionAt('ana@an', 6)).toBeNull();
    expect(mentionAt('sin nadie', 9)).toBeNull();
  });
  it('is put where it was typed, and counts while its name stands there', () => {
    expect(putMention('hola @an', 5, 8, 'Ana Ruiz')).toEqual({ text: 'hola @Ana Ruiz ', cursor: 15 });
    const people = [
      { personId: '1', name: 'Ana Ruiz' },
      { personId: '2', name: 'Bea' },
    ];
    expect(stillMentioned('hola @Ana Ruiz', people)).toEqual(['1']);
  });
  it('stands out by the longest name that fits', () => {
    expect(piecesOf('a @Ana Ruiz @Ana', ['Ana', 'Ana Ruiz'])).toEqual([
      { text: 'a ', isMention: false },
      { text: '@Ana Ruiz', isMention: true },
      { text: ' ', isMention: false },
      { text: '@Ana', isMention: true },
    ]);
  });
});
