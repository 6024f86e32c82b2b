/**
 * Lets questions pass only once the stream listens. When waiting took too long it opens anyway, and `whenLate` runs at the first
 * proper opening, so that what was asked without a stream can be asked again.
 */
export function createGate() {
  let release: () => void = () => {};
  const opened = new Promise<void>((resolve) => {
    release = resolve;
  });
  let isOpen = false;
  let owed: (() => void) | null = null;
  return {
    passed: () => opened,
    open(whenLate?: () => void) {
      if (whenLate) {
        if (!isOpen) owed = whenLate;
      } else {
        owed?.();
        owed = null;
      }
      isOpen = true;
      release();
    },
  };
}
