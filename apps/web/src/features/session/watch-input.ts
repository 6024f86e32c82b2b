const events = [
  'pointerdown',
  'pointermove',
  'pointerup',
  'keydown',
  'wheel',
  'touchstart',
  'touchmove',
  'scroll',
] as const;

/**
 * Calls back for what a person really does: pointer, keys, wheel, touch, scrolling by hand, and coming to look. Not for what a page does by
 * itself: a list that scrolls to a new message, or something that moves beneath a pointer that rests.
 */
export function watchInput(onInput: () => void): () => void {
  let isHeld = false;
  let place = '';
  const hear = (event: Event) => {
    if (!event.isTrusted) return;
    if (event.type === 'pointerdown') isHeld = true;
    if (event.type === 'pointerup') isHeld = false;
    // a scrollbar that is dragged; wheel, keys and touch tell of themselves
    if (event.type === 'scroll' && !isHeld) return;
    if (event.type === 'pointermove') {
      const { screenX, screenY } = event as PointerEvent;
      const at = `${screenX},${screenY}`;
      const hasMoved = place !== '' && at !== place;
      place = at;
      if (!hasMoved) return;
    }
    onInput();
  };
  const look = () => {
    if (document.visibilityState === 'visible') onInput();
  };
  for (const event of events) addEventListener(event, hear, { passive: true, capture: true });
  document.addEventListener('visibilitychange', look);
  return () => {
    for (const event of events) removeEventListener(event, hear, { capture: true });
    document.removeEventListener('visibilitychange', look);
  };
}
