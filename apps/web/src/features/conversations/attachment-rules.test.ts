import { expect, it } from 'vitest';
import { attachmentKind, judgeAttachment } from './attachment-rules.ts';

const mega = 1024 * 1024;

it('takes files up to the limit of what they are sent as', () => {
  expect(judgeAttachment({ type: 'image/jpeg', size: 16 * mega })).toEqual({ ok: true });
  expect(judgeAttachment({ type: 'image/jpeg', size: 16 * mega + 1 })).toEqual({
    ok: false,
    because: 'tooBig',
    limit: 16 * mega,
  });
  expect(judgeAttachment({ type: 'application/pdf', size: 100 * mega })).toEqual({ ok: true });
  expect(judgeAttachment({ type: '', size: 200 * mega })).toMatchObject({ because: 'tooBig', limit: 100 * mega });
  expect(judgeAttachment({ type: 'text/plain', size: 0 })).toEqual({ ok: false, because: 'empty' });
});

it('sends what phones cannot show as a document', () => {
  expect(attachmentKind('image/svg+xml')).toBe('document');
  expect(attachmentKind('video/x-msvideo')).toBe('document');
  expect(attachmentKind('audio/ogg')).toBe('audio');
});
