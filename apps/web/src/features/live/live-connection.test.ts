import { describe, expect, it } from 'vitest';
import { connectLive, type LiveEvent } from './live-connection.ts';

function stage() {
  const opened: { url: string; isClosed: boolean; tell(type: string, data?: unknown): void }[] = [];
  const timers: { run: () => void; ms: number; isOff: boolean }[] = [];
  const events: LiveEvent[] = [];
  const live = connectLive({
    url: (cursor) => `/live?cursor=${cursor ?? ''}`,
    cursor: null,
    onEvent: (event) => events.push(event),
    ports: {
      random: () => 1,
      setTimer(run, ms) {
        const timer = { run, ms, isOff: false };
        timers.push(timer);
        return () => {
          timer.isOff = true;
        };
      },
      open(url) {
        const listeners = new Map<string, (event: { data?: string }) => void>();
        const source = {
          url,
          isClosed: false,
          tell: (type: string, data?: unknown) =>
            listeners.get(type)?.({ data: data === undefined ? undefined : JSON.stringify(data) }),
        };
        opened.push(source);
        return {
          addEventListener: (type, listener) => void listeners.set(type, listener),
          close: () => {
            source.isClosed = true;
          },
        };
      },
    },
  });
  const tick = () => {
    const due = timers.filter((timer) => !timer.isOff).at(-1);
    if (due) {
      due.isOff = true;
      due.run();
    }
    return due?.ms;
  };
  return { live, opened, events, tick, last: () => opened.at(-1) as (typeof opened)[number] };
}

describe('the live connection', () => {
  it('resumes from the last cursor after a break', () => {
    const { opened, last, tick, events } = stage();
    last().tell('ready', { cursor: 'a' });
    last().tell('changes', { cursor: 'b', changes: [] });
    last().tell('error');
    expect(opened[0]?.isClosed).toBe(true);
    expect(events.at(-1)).toMatchObject({ type: 'state', isUp: false });
    tick();
    expect(last().url).toBe('/live?cursor=b');
  });
  it('waits longer after each break, and little again once it was up', () => {
    const { last, tick } = stage();
    const waits = [1, 2, 3, 4, 5, 6, 7].map(() => {
      last().tell('error');
      return tick();
    });
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 20_000]);
    last().tell('ready', { cursor: 'a' });
    last().tell('error');
    expect(tick()).toBe(500);
  });
  it('takes two missed pings for a break, so that even a line that swallows everything costs less than 32 seconds', () => {
    const { last, tick, opened, events } = stage();
    last().tell('ready', { cursor: 'a' });
    expect(tick()).toBe(30_500);
    expect(events.at(-1)).toMatchObject({ type: 'state', isUp: false });
    tick();
    expect(opened).toHaveLength(2);
  });
  it('stops for good when the session has ended', () => {
    const { last, tick, opened, events } = stage();
    last().tell('ended', { code: 'identity.sessionEnded', params: { reason: 'displaced' } });
    expect(events.at(-1)).toMatchObject({ type: 'ended', params: { reason: 'displaced' } });
    last().tell('error');
    expect(tick()).toBeUndefined();
    expect(opened).toHaveLength(1);
  });
  it('ignores what an abandoned stream still says', () => {
    const { opened, last, tick, events } = stage();
    last().tell('error');
    tick();
    const before = events.length;
    opened[0]?.tell('changes', { cursor: 'old', changes: [] });
    expect(events).toHaveLength(before);
  });
  it('asks for everything again once after a gap: at once with a place to go on from, else at the next ready', () => {
    const { last, events, tick } = stage();
    const resets = () => events.filter(({ type }) => type === 'reset').length;
    last().tell('reset', { cursor: 'z' });
    expect(resets()).toBe(1);
    expect(events).toContainEqual({ type: 'state', isUp: true, cursor: 'z' });
    last().tell('reset', {});
    expect(resets()).toBe(1);
    last().tell('error');
    tick();
    expect(last().url).toBe('/live?cursor=');
    last().tell('ready', { cursor: 'new' });
    expect(resets()).toBe(2);
    last().tell('error');
    tick();
    last().tell('ready', { cursor: 'new' });
    expect(resets()).toBe(2);
  });
  it('goes on from the place that a ping told, so that a quiet day costs nobody everything they have loaded', () => {
    const { last, tick } = stage();
    last().tell('ready', { cursor: 'a' });
    last().tell('ping', { cursor: 'b' });
    last().tell('ping', {});
    last().tell('error');
    tick();
    expect(last().url).toBe('/live?cursor=b');
  });
  it('tells a stream that broke from one that was never let in', () => {
    const { last, tick, events } = stage();
    const told = () =>
      events
        .filter((event) => event.type === 'state' && !event.isUp)
        .map((event) => 'isRefused' in event && event.isRefused);
    last().tell('ready', { cursor: 'a' });
    last().tell('error');
    tick();
    last().tell('error');
    expect(told()).toEqual([false, true]);
  });
  it('believes the browser that the network is gone', () => {
    const { live, last, events, tick } = stage();
    last().tell('ready', { cursor: 'a' });
    live.lost();
    expect(events.at(-1)).toMatchObject({ type: 'state', isUp: false });
    tick();
    expect(last().url).toBe('/live?cursor=a');
  });
  it('hurries when the network is back', () => {
    const { live, last, opened } = stage();
    last().tell('error');
    live.hurry();
    expect(opened).toHaveLength(2);
    live.hurry();
    expect(opened).toHaveLength(2);
  });
});
