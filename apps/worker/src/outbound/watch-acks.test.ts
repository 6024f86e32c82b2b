import { expect, it } from 'vitest';
import { newsOf } from './watch-acks.ts';

const self = { pn: '34600000001', lid: '900' };
const receipt = (attrs: Record<string, string>, items: string[] = []) => ({
  tag: 'receipt',
  attrs: { id: 'A', from: '34611000001@s.whatsapp.net', ...attrs },
  content:
    items.length > 0 ? [{ tag: 'list', attrs: {}, content: items.map((id) => ({ tag: 'item', attrs: { id } })) }] : [],
});

it.each([
  [{}, 4],
  [{ type: 'inactive' }, 4],
  [{ type: 'read' }, 5],
  [{ type: 'played' }, 6],
])('a receipt %o means %i', (attrs, status) => {
  expect(newsOf(receipt(attrs as Record<string, string>), self)).toEqual([{ providerId: 'A', status }]);
});

it('a receipt may speak of several messages', () => {
  expect(newsOf(receipt({ type: 'read' }, ['B', 'C']), self).map((each) => each.providerId)).toEqual(['A', 'B', 'C']);
});

it.each([
  ['our own devices', { from: '34600000001:2@s.whatsapp.net' }],
  ['our own hidden id', { from: '900@lid' }],
  ['a group', { from: '1-2@g.us', participant: '34611000001@s.whatsapp.net' }],
  ['a repeat that is asked for', { type: 'retry' }],
  ['a copy to ourselves', { type: 'sender' }],
])('a receipt of %s says nothing about delivery', (_what, attrs) => {
  expect(newsOf(receipt(attrs as Record<string, string>), self)).toEqual([]);
});
