import { describe, expect, it, vi } from 'vitest';
import { createGate } from './gate.ts';

describe('the gate before the first questions', () => {
  it('passes when the stream is up, and owes nothing then', async () => {
    const gate = createGate();
    const again = vi.fn();
    gate.open();
    await gate.passed();
    gate.open(again);
    gate.open();
    expect(again).not.toHaveBeenCalled();
  });
  it('asks again once when the stream comes up late', async () => {
    const gate = createGate();
    const again = vi.fn();
    gate.open(again);
    await gate.passed();
    expect(again).not.toHaveBeenCalled();
    gate.open();
    gate.open();
    expect(again).toHaveBeenCalledTimes(1);
  });
});
