import { describe, expect, it, vi } from 'vitest';
import { spreadRefetch } from './spread-refetch.ts';

function stage(options: { isHidden?: boolean; chance?: number } = {}) {
  const refetch = vi.fn();
  const waits: number[] = [];
  const due: (() => void)[] = [];
  const off = vi.fn();
  const wait = (run: () => void) => {
    due.push(run);
    return off;
  };
  const again = spreadRefetch(refetch, {
    random: () => options.chance ?? 0.5,
    setTimer: (run, ms) => {
      waits.push(ms);
      return wait(run);
    },
    isHidden: () => options.isHidden ?? false,
    whenShown: wait,
  });
  return { again, refetch, waits, due, off };
}

describe('what is loaded, after a gap', () => {
  it('is asked for once, however many gaps there were, at a moment of chance', () => {
    const { again, refetch, waits, due } = stage({ chance: 0.25 });
    for (let n = 0; n < 5; n += 1) again.ask();
    expect(waits).toEqual([1_000]);
    expect(refetch).not.toHaveBeenCalled();
    due[0]?.();
    expect(refetch).toHaveBeenCalledTimes(1);
    again.ask();
    expect(waits).toHaveLength(2);
  });
  it('is not asked for while nobody looks', () => {
    const { again, refetch, waits, due } = stage({ isHidden: true });
    again.ask();
    expect(waits).toEqual([]);
    due[0]?.();
    expect(refetch).toHaveBeenCalledTimes(1);
  });
  it('is not asked for by a page that has gone', () => {
    const { again, off } = stage();
    again.ask();
    again.stop();
    expect(off).toHaveBeenCalledTimes(1);
  });
});
