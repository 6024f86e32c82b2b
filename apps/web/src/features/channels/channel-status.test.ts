import { channelStates } from '@recado/core/channels/contract';
import { messagesOf } from '@recado/i18n/messages';
import { describe, expect, it } from 'vitest';
import { channelTone, hasNeverPaired, isHalfWay, mainAction, sendingState } from './channel-status.ts';

describe('the state of a number', () => {
  it.each(channelStates)('%s has a word, a sentence and a tone', (state) => {
    const { state: words, reason: sentences } = messagesOf('es').channels;
    expect(words[state]).toBeTruthy();
    expect(sentences[state]).toBeTruthy();
    expect(channelTone(state)).toBeTruthy();
  });
  it('offers to link again what the phone has unlinked, and never fights a conflict by itself', () => {
    expect(mainAction({ state: 'logged_out', wanted: 'closed' })).toBe('link');
    expect(mainAction({ state: 'conflict', wanted: 'closed' })).toBe('reconnect');
  });
  it('leaves no state without a way on, save those that pass by themselves', () => {
    const without = channelStates.filter((state) => mainAction({ state, wanted: 'open' }) === null);
    expect(without).toEqual(['pairing', 'reconnecting']);
  });
  it('offers to connect again what was cancelled and has not been closed yet, instead of cancelling it twice', () => {
    const halfWay = channelStates.filter((state) => isHalfWay({ state, wanted: 'closed' }));
    expect(halfWay).toEqual(['connecting', 'qr', 'code', 'pairing', 'reconnecting']);
    expect(halfWay.map((state) => mainAction({ state, wanted: 'closed' }))).toEqual(halfWay.map(() => 'connect'));
    expect(halfWay.filter((state) => isHalfWay({ state, wanted: 'open' }))).toEqual([]);
    expect(channelStates.filter((state) => mainAction({ state, wanted: 'closed' }) === 'cancel')).toEqual([]);
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
