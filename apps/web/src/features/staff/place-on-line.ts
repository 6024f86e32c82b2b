/** Where a stretch of time lies on the line of a longer one, in hundredths; never so thin that it cannot be seen, never beyond the end. */
export function placeOnLine({ from, to, starts, ends }: { from: number; to: number; starts: number; ends: number }): {
  x: number;
  width: number;
} {
  const whole = Math.max(1, to - from);
  const within = (at: number) => Math.min(100, Math.max(0, ((at - from) / whole) * 100));
  const width = Math.max(1, within(ends) - within(starts));
  return { x: Math.min(within(starts), 100 - width), width };
}
