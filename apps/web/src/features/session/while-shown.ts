/**
 * Runs something while this page is shown. What it starts is stopped when the page goes, so that a browser may keep the page for the way
 * back, and is started again when it is taken out from there. Answers the function that stops it for good.
 */
export function whileShown(start: (isBack: boolean) => () => void): () => void {
  let stop: (() => void) | null = start(false);
  const onHide = () => {
    stop?.();
    stop = null;
  };
  const onShow = (event: PageTransitionEvent) => {
    if (event.persisted) stop ??= start(true);
  };
  addEventListener('pagehide', onHide);
  addEventListener('pageshow', onShow);
  return () => {
    removeEventListener('pagehide', onHide);
    removeEventListener('pageshow', onShow);
    onHide();
  };
}
