import { expect, test } from 'vitest';
import { pageThrough } from './page-through.ts';
import { messageRow } from './thread-state.test-rows.ts';

const picture = (seq: number, url: string | null = `/media/${seq}`) =>
  messageRow(seq, {
    kind: 'image',
    media: {
      ...{ id: `m${seq}`, kind: 'image', mime: 'image/jpeg', name: null, bytes: 1, width: 1, height: 1, seconds: null },
      ...{ state: url ? 'ready' : 'pending', error: null, url },
    },
  });

test('one pages through the pictures that can be shown, each once and in the order of the thread', () => {
  const rows = [messageRow(8), picture(9), picture(10, null), picture(11)];
  const older = [picture(7), picture(5), picture(9, '/media/old')];
  const { pictures, at } = pageThrough(rows, older, 'm9');
  expect(pictures.map(({ seq }) => seq)).toEqual([5, 7, 9, 11]);
  expect(at).toBe(2);
  // the loaded part has the newer address
  expect(pictures[2]?.media?.url).toBe('/media/9');
});

test('closed, or when its picture is gone, the viewer stands nowhere', () => {
  expect(pageThrough([picture(1)], [], null).at).toBe(-1);
  expect(pageThrough([picture(1)], [], 'm2').at).toBe(-1);
});
