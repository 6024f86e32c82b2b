import { channelStates } from '@recado/core/channels/contract';
import { messagesOf } from '@recado/i18n/messages';
import { describe, expect, it } from 'vitest';
import { channelTone, hasNeverPaired, mainAction, sendingState } from './channel-status.ts';

describe('the state of a number', () => {
  it.each(channelStates)('%s has a word, a sentence and a tone', (state) => {
    const { state: words, reason: sentences } = messagesOf('es').channels;
    expect(words[state]).toBeTruthy();
    expect(sentences[state]).toBeTruthy();
    expect(channelTone(state)).toBeTruthy();
  });
  it('offers to link again what the phone has unlinked, and never fights a conflict by itself', () => {
    expect(mainAction({ state: 'logged_out' })).toBe('link');
    expect(mainAction({ state: 'conflict' })).toBe('reconnect');
  });
  it('leaves no state without a way on, save those that pass by themselves', () => {
    const without = channelStates.filter((state) => mainAction({ state }) === null);
    expect(without).toEqual(['pairing', 'reconnecting']);
  });
  it('tells after a minute that a scanned phone will not finish', () => {
    const channel = { state: 'pairing', since: '2026-11-20T10:00:00.000Z' } as const;
    expect(hasNeverPaired(channel, new Date('2026-11-20T10:00:59Z'))).toBe(false);
    expect(hasNeverPaired(channel, new Date('2026-11-20T10:01:01Z'))).toBe(true);
    expect(hasNeverPaired({ ...channel, state: 'qr' }, new Date('2026-11-20T11:00:00Z'))).toBe(false);
  });
  it('knows whether a message would leave', () => {
    expect(sendingState('open')).toBe('ready');
    expect(sendingState('reconnecting')).toBe('soon');
    expect(sendingState('logged_out')).toBe('gone');
  });
});
