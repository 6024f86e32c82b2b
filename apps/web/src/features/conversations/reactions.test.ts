import type { MessageRow } from '@recado/core/conversations/contract';
import { expect, it } from 'vitest';
import { foldReactions } from './reactions.ts';
import { messageRow } from './thread-state.test-rows.ts';

const reaction = (seq: number, of: number, body: string | null, name = 'Eva'): MessageRow =>
  messageRow(seq, {
    direction: 'in',
    kind: 'reaction',
    body,
    author: { kind: 'contact', id: null, name },
    quoted: {
      id: `m${of}`,
      seq: of,
      direction: 'out',
      kind: 'text',
      body: '',
      author: { kind: 'person', id: null, name: null },
    },
  });

it('puts reactions under their messages: of everybody the last one, and none that was taken back', () => {
  const rows = [
    messageRow(1),
    reaction(2, 1, '👍'),
    reaction(3, 1, '❤️'),
    reaction(4, 1, '❤️', 'Juan'),
    reaction(5, 1, '😂', 'Leo'),
    reaction(6, 1, null, 'Leo'),
  ];
  const folded = foldReactions(rows);
  expect(folded.rows.map(({ seq }) => seq)).toEqual([1]);
  expect(folded.byMessage.get('m1')).toEqual([{ emoji: '❤️', names: ['Eva', 'Juan'] }]);
});

it('leaves a reaction in its place when its message is not loaded', () => {
  expect(foldReactions([reaction(9, 1, '👍'), messageRow(10)]).rows.map(({ seq }) => seq)).toEqual([9, 10]);
});
